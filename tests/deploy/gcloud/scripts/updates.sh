for region in us-central1 europe-west1; do
  gcloud run services update api --region=$region --allow-unauthenticated
done
gcloud run services update api --region=us-central1
gcloud run services update-traffic api --to-revisions=api-1=70,LATEST=40
gcloud run services update Api_2 --update-env-vars=A=1 --clear-env-vars --brand-new
gcloud run services replace nobody-wrote-this.yaml --region=us-central1
gcloud run deploy api --image us-docker.pkg.dev/acme/app/api:1 "$@"
gcloud run deploy $SERVICE --image us-docker.pkg.dev/acme/app/api:1 $FLAGS --ingress=private
