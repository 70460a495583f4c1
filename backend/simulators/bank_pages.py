"""The bank's counter: plain pages that work without script."""

from collections.abc import Mapping
from html import escape

from backend.simulators.bank import Account, Bank, Transfer, is_success

_STYLE = """
:root { color-scheme: light; --ink: #1d2433; --soft: #5a6478; --line: #d9dee8; --blue: #1f4e8c }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: #f3f5f9 }
header { background: var(--blue); color: #fff; padding: 16px }
header a { color: #fff; text-decoration: none; font-weight: 600; font-size: 20px }
header p { margin: 4px 0 0 }
main { max-width: 1080px; margin: 0 auto; padding: 16px; display: grid; gap: 16px }
@media (min-width: 900px) { main { grid-template-columns: 400px 1fr; align-items: start } }
section { background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 16px }
h1, h2 { margin: 0 0 12px; font-size: 20px; line-height: 1.45 }
label, legend { display: block; font-weight: 600 }
input[type=text], input[type=number], select { width: 100%; min-height: 44px; padding: 8px 10px;
  margin: 4px 0 12px; font: inherit; border: 1px solid #78839a; border-radius: 6px;
  background: #fff; color: inherit }
fieldset { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 12px; padding: 4px 12px }
fieldset label { font-weight: 400; display: flex; gap: 8px; align-items: center; min-height: 44px }
fieldset input[type=number] { width: 80px; margin: 0 }
button { min-height: 48px; width: 100%; border: 0; border-radius: 6px; background: var(--blue);
  color: #fff; font: inherit; font-weight: 600 }
ul { list-style: none; margin: 0; padding: 0 }
li { padding: 10px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere }
li:first-child { border: 0 }
small, .soft { color: var(--soft) }
b.num { font-variant-numeric: tabular-nums }
.ok { color: #17643a } .no { color: #a02020 }
.error { background: #fde8e8; color: #7a1717; padding: 12px; border-radius: 6px; margin: 0 0 12px }
code { font-size: 14px }
"""

_KNOBS = [
    ("adorned", "Ngân hàng thêm chữ quanh nội dung"),
    ("without_diacritics", "Bỏ dấu trong nội dung"),
    ("duplicate", "Báo hai lần"),
    ("wrong_signature", "Ký sai (như kẻ giả mạo)"),
    ("unknown_account", "Báo cho một tài khoản lạ"),
]


def counter(bank: Bank, typed: Mapping[str, str], error: str = "") -> str:
    """The one page: send money, see the accounts, see what the market answered."""
    return _page(
        f"<div>{_form(bank, typed, error)}</div>"
        f"<div style='display:grid;gap:16px'>{_history(bank.transfers)}"
        f"{_accounts(list(bank.accounts.values()))}</div>"
    )


def not_found() -> str:
    return _page(
        "<section><h1>Không có trang này</h1><p><a href='/'>Về quầy giao dịch</a></p></section>"
    )


def _page(body: str) -> str:
    return (
        "<!doctype html><html lang='vi'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>Ngân hàng thử</title><style>{_STYLE}</style></head><body>"
        "<header><a href='/'>Ngân hàng thử</a>"
        "<p>Tiền ở đây là tiền mẫu. Chuyển khoản xong, ngân hàng báo cho chợ như SePay thật.</p>"
        f"</header><main>{body}</main></body></html>"
    )


def _form(bank: Bank, typed: Mapping[str, str], error: str) -> str:
    if not bank.accounts:
        return (
            "<section><h1>Chưa có tài khoản nào</h1>"
            "<p>Chợ mở lại thì tài khoản của các gian hàng được nối vào đây.</p></section>"
        )
    chosen = typed.get("account", "")
    options = "".join(
        f"<option value='{escape(a.number)}'{' selected' if a.number == chosen else ''}>"
        f"{escape(a.number)} · {escape(a.holder)} · {escape(a.bank)}</option>"
        for a in bank.accounts.values()
    )
    knobs = "".join(
        f"<label><input type='checkbox' name='{name}' value='1'"
        f"{' checked' if typed.get(name) else ''}>{text}</label>"
        for name, text in _KNOBS
    )
    alert = f"<p class='error' role='alert'>{escape(error)}</p>" if error else ""
    return (
        f"<section><h1>Chuyển khoản</h1>{alert}<form method='post' action='/transfers'>"
        f"<label for='account'>Tới tài khoản</label>"
        f"<select id='account' name='account'>{options}</select>"
        f"<label for='amount'>Số tiền (đồng)</label>"
        f"<input type='text' inputmode='numeric' id='amount' name='amount' required"
        f" value='{escape(typed.get('amount', ''))}'>"
        f"<label for='content'>Nội dung</label>"
        f"<input type='text' id='content' name='content'"
        f" value='{escape(typed.get('content', ''))}'>"
        f"<fieldset><legend>Thử cho trục trặc</legend>{knobs}"
        f"<label>Báo trễ <input type='number' name='delay_seconds' min='0' max='600'"
        f" value='{escape(typed.get('delay_seconds', '') or '0')}'> giây</label></fieldset>"
        f"<button>Chuyển</button></form></section>"
    )


def _history(transfers: list[Transfer]) -> str:
    rows = "".join(_transfer(transfer) for transfer in reversed(transfers[-30:]))
    rows = rows or "<li class='soft'>Chưa có giao dịch nào.</li>"
    return f"<section id='told'><h2>Đã chuyển</h2><ul>{rows}</ul></section>"


def _transfer(transfer: Transfer) -> str:
    calls = "".join(
        f"<br><small class='{'ok' if is_success(attempt) else 'no'}'>"
        f"Lần {number}: {attempt.status or 'không trả lời'} "
        f"<code>{escape(attempt.answer[:160])}</code></small>"
        for number, attempt in enumerate(transfer.attempts, 1)
    )
    waiting = (
        "" if transfer.is_done else "<br><small>Đang báo cho chợ… tải lại trang để xem.</small>"
    )
    when = f"{transfer.happened_at:%H:%M:%S %d/%m/%Y} · {transfer.reference}"
    return (
        f"<li><b class='num'>{_dong(transfer.amount_vnd)}</b> tới {escape(transfer.account.holder)}"
        f"<br><code>{escape(transfer.content)}</code>"
        f"<br><small>{when}</small>{calls}{waiting}</li>"
    )


def _accounts(accounts: list[Account]) -> str:
    rows = "".join(
        f"<li><b class='num'>{escape(a.number)}</b> · {escape(a.bank)}<br>{escape(a.holder)}"
        f"<br><small>{_dong(a.balance_vnd)} · "
        f"{'ký HMAC' if a.hmac_secret else 'khoá API' if a.api_key else 'không ký'}</small></li>"
        for a in accounts
    )
    return f"<section><h2>Tài khoản đã nối ({len(accounts)})</h2><ul>{rows}</ul></section>"


def _dong(amount_vnd: int) -> str:
    return f"{amount_vnd:,}".replace(",", ".") + "\N{NO-BREAK SPACE}₫"
