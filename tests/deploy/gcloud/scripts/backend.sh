#!/bin/bash
set -euo pipefail
PROJECT=acme-staging
REGION=us-central1

# The staging backend: two databases, of which gcloud attaches one.
gcloud run deploy backend \
  --project="$PROJECT" --region="$REGION" \
  --image="us-docker.pkg.dev/$PROJECT/app/backend:$TAG" \
  --add-cloudsql-instances="$PROJECT:$REGION:main" \
  --add-cloudsql-instances="$PROJECT:$REGION:replica" \
  --set-env-vars=ORIGINS=https://a.example,https://b.example \
  --set-env-vars=MODE=staging,MODE=test \
  --set-secrets=DATABASE_URL=database-url,JWT_KEY=jwt:3 \
  --memory 1Gi --memory 2Gi \
  --no-traffic
