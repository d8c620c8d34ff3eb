cat > env.yaml <<END
MODE: prod
WORKERS: 4
X_GOOGLE_LEVEL: "1"
END
gcloud run deploy api --source=. --quiet --env-vars-file=env.yaml
cat > flags.yaml <<END
--set-env-vars: {A: "1,2"}
--memry: 1Gi
END
gcloud run deploy web --source=web --quiet --flags-file=flags.yaml
gcloud run deploy fn --source=fn --quiet --function=handle --set-env-vars=GOOGLE_FUNCTION_SOURCE=app.py
