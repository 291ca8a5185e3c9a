.DEFAULT_GOAL := help
ARGS ?=
.PHONY: help demo test serve setup lock

help: ## Say what there is
	@grep -hE "^[a-z]+:.*##" $(MAKEFILE_LIST) | sed -E "s/:.*## /\t/" | expand -t 10

demo: setup ## Run the main job on the bundled web (ARGS=--serve opens the review page)
	@.venv/bin/mergen demo $(ARGS)

test: setup ## Run every check and test (ARGS go to pytest)
	@scripts/check $(ARGS)

serve: setup ## Start the review application
	@.venv/bin/mergen serve $(ARGS)

setup: ## Install what is missing on this machine
	@scripts/setup

lock: setup ## Pin the newest versions that fit in requirements.txt
	@scripts/lock
