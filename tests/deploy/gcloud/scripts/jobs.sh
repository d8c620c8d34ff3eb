gcloud run jobs deploy nightly --image=us-docker.pkg.dev/acme/app/job:1 \
  --tasks=0 --timeout=2h --max-retries=3 \
  --add-cloudsql-instances=main
gcloud run jobs create once --region=us-central1
gcloud run jobs execute nightly --args=--day=1 --task-timeout=forever
gcloud run worker-pools deploy pool --image=us-docker.pkg.dev/acme/app/pool:1 --instances=-1 \
  --set-secrets=/etc/key/pem=key:1
