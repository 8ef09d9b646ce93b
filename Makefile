# Each command is one line here and one function in tools/commands.py, run by the system's Python (3.11 or newer).
PYTHON ?= python3
RUN = @exec $(PYTHON) -m tools

.DEFAULT_GOAL := help
.PHONY: help demo serve test lint bench translations

help:
	@echo 'make demo    chạy với thành phố mẫu · run with the sample city     http://127.0.0.1:8000'
	@echo '             PORT=9000 đổi cổng · another port; SERVE=0 chỉ chuẩn bị · only prepare'
	@echo 'make serve   chạy không có dữ liệu mẫu · run without the sample      HOST= PORT= SERVE=0'
	@echo 'make test    kiểm thử · tests          ARGS="-k drafting" cho pytest · for pytest'
	@echo 'make lint    kiểm tra mã · checks: ruff, mypy, import rules, templates, security'
	@echo 'make bench   đo tốc độ, cạnh giới hạn · figures beside limits    ARGS="planning --short" chọn · chooses'
	@echo 'make translations  cập nhật bản dịch tiếng Anh sau khi đổi câu chữ · renew English after changing words'

demo serve test lint bench translations:
	$(RUN) $@
