"""The look: tags and pieces say what they promise, and a page of every piece is fit to be used."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace as Made
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pypdfium2
import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.html import strip_tags
from PIL import ImageStat

from jiheng.web.templatetags import look

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.platform.browsing import Watch

PATTERN = Path(__file__).parent / "look" / "pattern.html"
HERE = "http://127.0.0.1:8000"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
Keep = Callable[["Page", str], None]
NOW = datetime(2025, 12, 3, 1, 5, tzinfo=UTC)
UNITS = ["东山县", "西岭县", "南江县", "北湖县", "云亭区", "君台区", "长溪市", "清湾市"]


def rendered(template: str, *, address: str = "/list?state=open&page=3&sort=-name", **context: Any):
    """A template's text with a request around it, blanks drawn together."""
    request = RequestFactory().get(address)
    text = engines["django"].from_string(template).render(context, request)
    return " ".join(text.split())


def said(template: str, **context: Any) -> str:
    """What a reader hears of it: the text without marks."""
    return " ".join(strip_tags(rendered(template, **context)).split())


# --- tags ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(173, 2), None, "86.5"),
        ("86.50", None, "86.5"),
        ("86.5", 2, "86.50"),
        ("2.345", 2, "2.35"),
        ("85/3", None, "≈28.33"),
        ("85/3", 2, "28.33"),
        (Fraction(1, 3), 4, "0.3333"),
        (0, None, "0"),
        (None, None, "—"),
        ("", 2, "—"),
    ],
)
def test_points(value: Fraction | int | str | None, places: int | None, text: str) -> None:
    assert look.points(value, places) == text


def test_days_and_moments_are_told_on_the_office_clock() -> None:
    assert look.day(date(2025, 3, 5)) == "2025年3月5日"
    assert look.moment(NOW) == "2025年12月3日 09:05"
    assert look.day(datetime(2025, 12, 31, 16, 0, tzinfo=UTC)) == "2026年1月1日"
    assert (look.day(None), look.moment(None)) == ("—", "—")


@pytest.mark.parametrize(
    ("tag", "address"),
    [
        ("{% query page=4 %}", "?state=open&amp;page=4&amp;sort=-name"),
        ("{% query state='closed' %}", "?state=closed&amp;sort=-name"),
        ("{% query state=None sort='' %}", "?"),
        ("{% sort_link 'name' %}", "?state=open&amp;sort=name"),
        ("{% sort_link 'score' %}", "?state=open&amp;sort=score"),
        ("{% sorted_by 'name' %}", "descending"),
        ("{% sorted_by 'score' %}", "none"),
    ],
)
def test_addresses_keep_the_rest_of_the_query(tag: str, address: str) -> None:
    assert rendered(tag) == address


def test_the_same_column_sorts_the_other_way_the_second_time() -> None:
    assert rendered("{% sort_link 'name' %}", address="/?sort=name") == "?sort=-name"


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(ValueError, match="no icon 'nosuch' in the sprite"):
        look.icon("nosuch")


def test_an_icon_is_silent_or_says_its_words() -> None:
    sprite = look.vendor("sprite.svg")
    use = f'><use href="{sprite}#check"></use></svg>'
    assert look.icon("check") == f'<svg class="icon" aria-hidden="true"{use}'
    assert look.icon("check", "已填") == f'<svg class="icon" role="img" aria-label="已填"{use}'


# --- pieces --------------------------------------------------------------------------------------


def test_a_state_is_told_in_words() -> None:
    piece = '{% include "parts/_state.html" %}'
    assert said(piece, state="returned") == "已退回"
    assert said(piece, state="returned", words="第2次退回") == "第2次退回"
    assert said(piece, state="something else") == "something else"


def test_a_pager_stands_only_where_there_are_pages() -> None:
    piece = '{% include "parts/_pager.html" %}'
    many = Paginator(range(63), 10)
    assert said(piece, page=many.page(2)) == "上一页 第 2 / 7 页，共 63 条 下一页"
    assert said(piece, page=many.page(7), counted="件") == "上一页 第 7 / 7 页，共 63 件"
    assert said(piece, page=Paginator(range(3), 10).page(1)) == ""


class Award(forms.Form):
    """A form with one field of each kind."""

    work = forms.CharField(label="作品名称", help_text="写全称，与证书一致")
    level = forms.ChoiceField(label="级别", choices=[("", "请选择"), ("a", "国家级")])
    on = forms.DateField(label="获得日期", widget=forms.DateInput(attrs={"type": "date"}))
    amount = forms.CharField(
        label="活动场次", widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    way = forms.ChoiceField(
        label="活动方式", choices=[("1", "进校园"), ("2", "进社区")], widget=forms.RadioSelect
    )
    none = forms.BooleanField(label="本年度未开展", required=False)
    note = forms.CharField(label="情况说明", widget=forms.Textarea, required=False)


class Reason(forms.Form):
    """What a dialog asks."""

    reason = forms.CharField(label="退回理由", widget=forms.Textarea)


def award() -> Award:
    """The form as somebody sent it, with a number in words and no date."""
    form = Award({"work": "<b>风筝</b>", "level": "a", "amount": "九成多", "way": "1"})
    form.add_error("amount", "应填数字，如 12；现为“九成多”。")
    return form


def test_a_field_says_label_unit_help_and_what_is_wrong_in_place() -> None:
    piece = '{% include "parts/_field.html" with field=form.amount unit="场次" %}'
    assert said(piece, form=award()) == "活动场次 场次 应填数字，如 12；现为“九成多”。"
    marks = rendered(piece, form=award())
    assert marks.count('aria-invalid="true"') == 1
    assert marks.count('aria-describedby="id_amount_error"') == 1
    assert marks.count('id="id_amount_error" role="alert"') == 1


def test_what_was_typed_is_kept_and_escaped() -> None:
    marks = rendered('{% include "parts/_field.html" with field=form.work %}', form=award())
    assert marks.count('value="&lt;b&gt;风筝&lt;/b&gt;"') == 1
    assert marks.count("<b>") == 0


@pytest.mark.parametrize("code", [400, 403, 404, 409, 413, 429, 500, 503])
def test_an_error_page_needs_no_context_and_shows_a_way_on(code: int) -> None:
    """Django renders some of these when nothing works but the templates."""
    page = render_to_string(f"{code}.html")
    assert page.count(f'<p class="sorry-code">{code}</p>') == 1
    assert page.count('href="/">回到首页</a>') == 1


# --- a page of every piece -----------------------------------------------------------------------


def person(name: str, organisation: str, role: str) -> Made:
    return Made(
        pk=name,
        person=Made(name=name),
        organisation=Made(name=organisation),
        role_title=role,
        appointment=Made(pk="a"),
    )


def surroundings() -> dict[str, Any]:
    """What stands around the content, at its fullest."""
    titles = [
        ("待办", "checklist"),
        ("考核", "scale"),
        ("台账", "book"),
        ("佐证材料", "paperclip"),
    ]
    return {
        "acting": person("周明远", "东山县科协", "填报人"),
        "appointments": [
            person("b", "东山县科协", "单位负责人"),
            person("c", "东山县青少年科技中心", "填报人"),
        ],
        "nav": [
            {"title": title, "url": f"/{place}", "icon": drawn, "current": place == 0}
            for place, (title, drawn) in enumerate(titles)
        ],
        "unread": 3,
        "crumbs": [("考核", "/a"), ("年度科协工作考核", "/b"), ("东山县科协自评", "")],
        "messages": [
            Message(constants.SUCCESS, "已保存"),
            Message(constants.ERROR, "没有传上"),
            Message(constants.WARNING, "还有两天"),
        ],
    }


def content() -> dict[str, Any]:
    """Something for each piece."""
    board = [
        {
            "n": f"{row // 8 + 1}.{row % 8 + 1}",
            "t": "科普活动组织与开展情况",
            "scores": ["2.50"] * len(UNITS),
        }
        for row in range(40)
    ]
    return {
        "form": award(),
        "why": Reason(),
        "now": NOW,
        "units": UNITS,
        "board": board,
        "states": list(look.STATES),
        "figures": [
            {"label": "已填齐", "value": "31", "unit": "/ 40 条"},
            {"label": "现有得分", "value": "68.50", "unit": "分", "note": "最多 91.25 分"},
        ],
        "filters": [
            {"name": "q", "label": "名称", "value": ""},
            {"name": "state", "label": "状态", "value": "open", "options": [("open", "进行中")]},
        ],
        "page": Paginator(range(63), 10).page(2),
        **charts(),
    }


def charts() -> dict[str, Any]:
    """Data, heads and rows of each chart."""
    sections = [
        ("党的建设", "11.5", "12", "15"),
        ("科普工作", "22", "18.5", "30"),
        ("人才服务", None, "8", "10"),
    ]
    return {
        "stage": {
            "parts": ["已上报", "填报中", "未开始"],
            "rows": [
                {"name": "一类单位", "values": ["3", "2", "1"]},
                {"name": "二类单位", "values": ["1", "3", "0"]},
            ],
        },
        "stage_heads": ["类别", "已上报", "填报中", "未开始"],
        "stage_rows": [["一类单位", "3", "2", "1"], ["二类单位", "1", "3", "0"]],
        "profile": {
            "own": "东山县",
            "others": "本类中位数",
            "rows": [
                {"name": name, "own": own, "others": others, "most": most}
                for name, own, others, most in sections
            ],
        },
        "profile_heads": ["大项", "东山县", "本类中位数", "分值"],
        "profile_rows": [[name, own or "缺资料", *rest] for name, own, *rest in sections],
        "lost": {"rows": [{"name": "科普工作", "lost": "8"}, {"name": "党的建设", "lost": "3.5"}]},
        "lost_heads": ["大项", "失分"],
        "lost_rows": [["科普工作", "8"], ["党的建设", "3.5"]],
    }


def show(page: Page, text: str) -> None:
    """Open a rendered page under the site's own policy; what it loads comes from the static files."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(
                body=text,
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": POLICY},
            )
            return
        found = finders.find(path.removeprefix("/static/"))
        assert isinstance(found, str), f"a page asks for {path}"
        kind = mimetypes.guess_type(found)[0] or "text/plain"
        route.fulfill(body=Path(found).read_bytes(), content_type=kind)

    page.route("**/*", answer)
    page.goto(f"{HERE}/")


def pattern() -> str:
    """The page that shows every piece."""
    return rendered(PATTERN.read_text("utf-8"), address="/", **surroundings(), **content())


@pytest.mark.browser
@pytest.mark.parametrize("window", ["desktop", "phone", "desktop_dark", "phone_dark"])
def test_every_piece_fits_and_is_accessible(
    window: str, request: pytest.FixtureRequest, watch: Watch, screenshot: Keep
) -> None:
    from tests.platform.looking import axe, overflow

    page: Page = request.getfixturevalue(window)
    show(page, pattern())
    page.wait_for_selector(".chart-canvas svg >> nth=2")
    screenshot(page, f"look-{window}")
    assert overflow(page) == []
    assert axe(page) == []
    assert watch.faults() == []


@pytest.mark.browser
def test_paper_has_no_navigation_and_a_table_its_head_on_every_sheet(desktop_dark: Page) -> None:
    """Printed from a dark page, because that is where it goes wrong."""
    head = "条款" + "".join(UNITS)
    show(desktop_dark, pattern())
    desktop_dark.wait_for_selector(".chart-canvas svg >> nth=2")
    printed = desktop_dark.pdf(prefer_css_page_size=True, print_background=True)
    document = pypdfium2.PdfDocument(printed)
    sheets = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    paper = [page.render(scale=0.2).to_pil().convert("L") for page in document]
    document.close()
    numbers = [f"{section}.{clause}科普" for section in range(1, 6) for clause in range(1, 9)]
    assert [number for number in numbers if number not in "".join(sheets)] == []
    with_rows = [any(number in sheet for number in numbers) for sheet in sheets]
    assert [head in sheet for sheet in sheets] == with_rows
    assert with_rows.count(True) > 1
    assert "收件箱" not in "".join(sheets)
    assert [ImageStat.Stat(one).mean[0] > 200 for one in paper] == [True] * len(paper)


@pytest.mark.browser
def test_the_skip_link_is_first_and_leads_to_the_content(desktop: Page) -> None:
    show(desktop, rendered('{% extends "base.html" %}{% block main %}<h1>x</h1>{% endblock %}'))
    desktop.keyboard.press("Tab")
    assert desktop.evaluate("document.activeElement.textContent") == "跳到正文"
    desktop.keyboard.press("Enter")
    assert desktop.evaluate("document.activeElement.id") == "main"


@pytest.mark.browser
def test_the_theme_is_kept(desktop: Page) -> None:
    show(desktop, rendered('{% extends "base.html" %}{% block main %}<h1>x</h1>{% endblock %}'))
    theme = "document.documentElement.dataset.bsTheme"
    assert desktop.evaluate(theme) == "light"
    desktop.click("[data-theme-switch]")
    assert desktop.evaluate(theme) == "dark"
    desktop.reload()
    assert desktop.evaluate(theme) == "dark"


@pytest.mark.browser
def test_a_form_that_asks_first_is_sent_after_a_yes(desktop: Page) -> None:
    show(
        desktop,
        rendered(
            '{% extends "base.html" %}{% block main %}<h1>x</h1>'
            '<form data-confirm="删除后不能恢复。"><button id="go">删除</button></form>{% endblock %}'
        ),
    )
    sent: list[str] = []
    desktop.on("request", lambda one: sent.append(one.url) if "?" in one.url else None)
    desktop.click("#go")
    assert desktop.inner_text("#confirm [data-words]") == "删除后不能恢复。"
    desktop.click("#confirm >> text=取消")
    assert desktop.is_hidden("#confirm")
    assert sent == []
    desktop.click("#go")
    desktop.click("#confirm >> text=确定")
    desktop.wait_for_url("**/?")
    assert sent == [f"{HERE}/?"]


HTMX = (
    '{% extends "base.html" %}{% block main %}<h1>x</h1><form hx-post="/save" hx-target="#piece">'
    '<input name="amount" value="12" aria-label="场次"><button id="go">存</button></form>'
    '<div id="piece">旧</div>{% endblock %}'
)


@pytest.mark.browser
@pytest.mark.parametrize("status", [200, 409, 422])
def test_an_answer_that_says_what_to_do_is_put_in_place(
    desktop: Page, watch: Watch, status: int
) -> None:
    watch.allow(f"status of {status}")
    show(desktop, rendered(HTMX, csrf_token="t" * 64))
    told: list[tuple[str | None, str | None]] = []

    def answer(route: Route) -> None:
        told.append((route.request.header_value("x-csrftoken"), route.request.post_data))
        route.fulfill(status=status, body="<p>新</p>", content_type="text/html; charset=utf-8")

    desktop.route("**/save", answer)
    desktop.click("#go")
    desktop.wait_for_selector("#piece p")
    assert desktop.inner_text("#piece") == "新"
    assert told == [("t" * 64, "amount=12")]
    assert watch.faults() == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("status", "words"),
    [
        (0, "网络不通，刚才的操作没有送达。填写的内容仍在页面上，请检查网络后再试。"),
        (413, "文件太大，没有保存。请压缩或拆分后再传。"),
        (500, "系统出了问题，没有保存。填写的内容仍在页面上，请稍后再试。"),
    ],
)
def test_what_was_not_saved_is_said_once_and_nothing_typed_is_lost(
    desktop: Page, watch: Watch, status: int, words: str
) -> None:
    watch.allow("status of|net::|Response Status|Send Error|htmx:")
    show(desktop, rendered(HTMX))

    def answer(route: Route) -> None:
        if status == 0:
            route.abort()
        else:
            route.fulfill(status=status, body="<p>traceback</p>", content_type="text/html")

    desktop.route("**/save", answer)
    desktop.fill("input[name=amount]", "15")
    for _ in range(2):
        desktop.click("#go")
        desktop.wait_for_selector("#messages [role=alert]")
    assert desktop.locator("#messages [role=alert]").all_inner_texts() == [words]
    assert desktop.input_value("input[name=amount]") == "15"
    assert desktop.inner_text("#piece") == "旧"


@pytest.mark.browser
def test_what_was_not_saved_is_no_longer_said_when_it_was(desktop: Page, watch: Watch) -> None:
    watch.allow("net::|htmx:")
    show(desktop, rendered(HTMX))
    desktop.route("**/save", lambda route: route.abort())
    desktop.click("#go")
    desktop.wait_for_selector("#messages [role=alert]")
    desktop.unroute("**/save")
    desktop.route("**/save", lambda route: route.fulfill(body="新", content_type="text/html"))
    desktop.click("#go")
    desktop.wait_for_selector("#messages [role=alert]", state="detached")
    assert desktop.inner_text("#piece") == "新"


@pytest.mark.browser
def test_without_script_nothing_is_hidden_that_script_would_show(chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    show(page, pattern())
    assert page.is_visible("#submit-it textarea")
    assert page.is_visible("#site-nav")
    assert page.is_visible(".chart-table table >> nth=0")
    assert page.is_hidden("[data-theme-switch]")
    context.close()
