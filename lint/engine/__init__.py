"""One run: inputs, rules, judgement, outcome."""
