#!/usr/bin/env bash
# The script of that day, shortened. The connector's flag was dropped in an earlier fix.
set -euo pipefail
PROJECT=netra-staging
REGION=us-central1

gcloud run deploy netra-backend-staging \
  --project="$PROJECT" --region="$REGION" \
  --image="$REGION-docker.pkg.dev/$PROJECT/backend/netra-backend:$TAG" \
  --port=8000 --cpu=2 --memory=2Gi \
  --vpc-egress=all-traffic \
  --add-cloudsql-instances="$PROJECT:$REGION:staging-shared-postgres" \
  --add-cloudsql-instances="$PROJECT:$REGION:staging-reports" \
  --set-env-vars="ENVIRONMENT=staging,SERVICE_ID=netra-backend,POSTGRES_HOST=/cloudsql/$PROJECT:$REGION:staging-shared-postgres,POSTGRES_PORT=5432" \
  --set-secrets="JWT_SECRET_KEY=jwt-secret-key:2,SERVICE_SECRET=service-secret:1"
