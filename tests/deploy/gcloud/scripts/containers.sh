gcloud run deploy web --cpu=2 --region=europe-west1 \
  --container=app --image=us-docker.pkg.dev/acme/app/web:1 --port=8080 --depends-on=cash \
  --container=cache --image=us-docker.pkg.dev/acme/app/cache:1 --timeout=60 \
    --startup-probe=tcpSocket.port=six,periods=3

gcloud run deploy two \
  --container=app --image=us-docker.pkg.dev/acme/app/web:1 \
  --container=proxy --image=us-docker.pkg.dev/acme/app/proxy:1
