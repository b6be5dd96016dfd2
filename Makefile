# The entry points; `make help` lists them. Everything runs on loopback and needs no cloud account.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

MVN := hack/mvn -B -ntp
# Compiles everything and runs the class that follows, of the tests or of production.
RUN_TEST_CLASS = $(MVN) -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath \
	  -DincludeScope=test \
	&& "$$(hack/java-home)/bin/java" -cp "target/test-classes:target/classes:$$(cat target/test.classpath)"
SOURCES := $(shell find src/main pom.xml -type f)

.PHONY: help
help: ## Say what can be made.
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

.PHONY: build
build: target/spotkeeper.jar ## Build target/spotkeeper.jar and target/lib/, without tests.

target/spotkeeper.jar: $(SOURCES)
	$(MVN) package -Dmaven.test.skip=true
	@touch $@

.PHONY: controlplane
controlplane: ## Build etcd, kube-apiserver, kubectl and helm into your cache; 5 minutes the first time.
	hack/controlplane/build

.PHONY: tools
tools: ## Build kube-score, promtool and huawei-client into your cache; 5 minutes the first time.
	hack/tools/build kube-score promtool huawei-client

.PHONY: test
test: controlplane tools ## Run every check and test, those on a real Kubernetes API server included.
	$(MVN) verify

.PHONY: demo
demo: build controlplane ## Start Kubernetes, emulator and operator and show fleets at work; DEMO_EXIT=1 ends by itself.
	hack/demo

.PHONY: bench
bench: build controlplane ## Measure the operator on this machine; 30 minutes. BENCH="--steady 60" for less.
	bench/run $(BENCH)

.PHONY: allocation
allocation: ## Measure the allocator and compare it with greedy allocation; 3 minutes.
	$(RUN_TEST_CLASS) org.openjdk.jmh.Main AllocatorBenchmark
	$(RUN_TEST_CLASS) io.spotkeeper.fleet.allocation.GreedyComparison

.PHONY: crds
crds: ## Generate crds/ from the API records, and docs/reference.md from crds/.
	$(RUN_TEST_CLASS) io.spotkeeper.crds.CrdGeneration crds
	cp crds/*.yaml helm/spotkeeper/crds/
	$(RUN_TEST_CLASS) io.spotkeeper.crds.ReferencePage crds docs/reference.md

.PHONY: manifests
manifests: controlplane ## Generate the chart's README of values, and from the chart the manifests in examples/gitops/.
	$(RUN_TEST_CLASS) io.spotkeeper.chart.ValuesTable helm/spotkeeper
	hack/manifests >examples/gitops/spotkeeper.yaml

.PHONY: mutation
mutation: ## Mutate fleet and keeper and see whether their tests notice; 85 % at least.
	$(MVN) -Pmutation test-compile org.pitest:pitest-maven:mutationCoverage

SEEDS ?= 100000

.PHONY: campaign
campaign: ## Run the fault campaigns over SEEDS seeds (100000) and write docs/reliability.md.
	$(RUN_TEST_CLASS) io.spotkeeper.simulation.Campaign $(SEEDS) docs/reliability.md

.PHONY: mutants
mutants: ## Seed bugs, run the campaigns on each, and write docs/reliability-mutants.md.
	$(RUN_TEST_CLASS) io.spotkeeper.simulation.mutants.Mutants src/test/resources/mutants/kills.tsv docs/reliability-mutants.md

.PHONY: sbom
sbom: ## Write what is in the build (target/spotkeeper-sbom.json, CycloneDX) and its licences.
	$(MVN) -q -Psbom cyclonedx:makeBom license:add-third-party
	@ls -l target/spotkeeper-sbom.json target/licences.txt

.PHONY: coverage
coverage: ## Run the unit tests and report what they cover: target/site/jacoco/index.html.
	$(MVN) -Pcoverage test jacoco:report

.PHONY: reproducible
reproducible: ## Build twice, in two places, and compare the hashes; 2 minutes.
	hack/reproducible

.PHONY: fmt
fmt: ## Format the sources.
	$(MVN) -q spotless:apply

.PHONY: clean
clean: ## Remove what was built here; the cache of the control plane stays.
	rm -rf target
