"""What an answer to a hostile request may be."""

import re

PLAIN = {200, 301, 302, 304, 400, 404, 405, 406, 410, 412, 414, 416}
LANGUAGES = {False: 'lang="zh-Hans"', True: 'lang="en"'}
OWN_COOKIE = "csrftoken"  # who sends one that is none gets another; it never reaches the page cache
LINK_ELSEWHERE = re.compile(r"""(?:href|src|action)="(?:/[\t\n]*[/\\]|[a-z]*:?//hostile)""")
BOTH_LANGUAGES = "请求无法识别"  # 400.html says it in Chinese and English


def fault(response, path: str, says: str = "") -> str:
    """What is wrong with an answer to `path`; empty when it is right or a plain refusal in the page's language."""
    text = "" if getattr(response, "streaming", False) else response.content.decode("utf-8", errors="replace")
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    language = LANGUAGES[path == "/en" or path.startswith("/en/")]
    complaints = {
        f"status {response.status_code}": response.status_code not in PLAIN,
        "sets a cookie": any(cookie.value and name != OWN_COOKIE for name, cookie in response.cookies.items()),
        "repeats a script": is_html and "<script>hostile" in text,
        "links to another host": LINK_ELSEWHERE.search(text) is not None,
        "leads elsewhere": response.headers.get("Location", "/").startswith(("//", "http:", "https:", "/\\")),
        "is a page of another language": is_html and bool(text) and language not in text and BOTH_LANGUAGES not in text,
    }
    wrong = [complaint for complaint, is_so in complaints.items() if is_so]
    return f"{path[:120]} {says[:120]}: {', '.join(wrong)}" if wrong else ""
