"""The plan of `rules/deploy.yaml`, made by `scripts/generate.py`."""

PLAN = {'ruleset': 'deploy', 'rules': [
{'id': 'DEP160', 'check': 'deploy-step', 'params': ['contradicts'], 'title': 'Two descriptions of a service agree', 'name': 'contradicting-descriptions', 'severity': 'warning', 'consequence': 'risky', 'because': 'Whichever is applied last undoes the other; which one that is cannot be seen in the files.', 'message': '', 'container': ''},
]}
