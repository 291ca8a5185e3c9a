"""The scorer: contrast pairs, exact quotes, reasons that add up, words that cannot flag alone."""

from collections.abc import Callable

import pytest

from classifiers.rules import (
    CAP_GATE,
    CAP_LONE,
    CAP_SILENT,
    CERTAIN,
    DOUBTLESS,
    FLAG,
    UNSURE,
    capped,
)
from classifiers.score import Label, Score

Scoring = Callable[[str], Score]

PAIRS = [
    (
        "Автопродажа круглосуточно. Балхаш → район → 1 г (прикоп) 15500. Фото и координаты после оплаты",
        "Полиция задержала мужчину: он продавал мефедрон в Telegram и слал координаты закладок после оплаты",
        Label.SALE,
    ),
    (
        "Платите картой или USDT, чек в бот. Ненаход: видео с места за 24 часа",
        "Платите картой, чек в бот, привилегии на сервере Minecraft выдаются автоматически",
        Label.SALE,
    ),
    (
        "Запасной канал, остерегайтесь фейков, зеркала: 1 2 3. Тайник/магнит, готовые адреса",
        "Магнит мебельный 12 мм, оптом, отгрузим со склада",
        Label.SALE,
    ),
    (
        "Нужны курьеры-кладмены, 120 000 в неделю, без опыта, анонимно, залог",
        "Нужен пеший курьер, ТОО «Береке», БИН 000000000000, трудовой договор, оклад 250 000 ₸ в месяц",
        Label.RECRUITMENT,
    ),
    (
        "меф / м.е.ф / мeф 0,5 – 9к, центр, моменталка",
        "Соль для ванн 0,5 кг – 950 ₸, центр, самовывоз",
        Label.SALE,
    ),
    (
        "1 г – 15 000 ₸, төлемнен кейін жасырын орынның координаттары мен суреті келеді",
        "Сатып алушылар есірткіні жасырын орындардың координаттары арқылы алған, деп хабарлады полиция",
        Label.SALE,
    ),
    (
        "Жұмыс бар: аптасына 120 мың, тәжірибесіз, тек Telegram, толық анонимді, фотоесеп",
        "Министрлік «тәжірибесіз жоғары жалақы» деген хабарландырулардан сақтандырады",
        Label.RECRUITMENT,
    ),
    (
        "Choose city → district → 1g buried 42 / magnet 38, pay BTC, GPS and photo instantly",
        "Hydra listings named the stash type (buried, magnet) and the price; the study scraped them, "
        "doi 10.0000/x.1",
        Label.SALE,
    ),
    (
        "Mirrors: 1 2 3. Escrow only. No-find: reship once. Menu: 💎 1g 60, 🌿 3.5g 90",
        "💎🌿 Spring sale: crystal pendants 60, herbal tea 90",
        Label.SALE,
    ),
]


@pytest.mark.parametrize(("offer", "lookalike", "label"), PAIRS)
def test_an_offer_is_flagged_and_its_look_alike_is_not(
    score: Scoring, offer: str, lookalike: str, label: Label
) -> None:
    assert score(offer).label is label
    assert score(lookalike).label is Label.BENIGN


SHOP = "меф 1 г (прикоп) — 16 000 ₸, 2 г (магнит) — 29 000 ₸. Координаты и фото после оплаты. @qala_vitrina_"
HIDING_PLACES = (
    "Мы на связи 24/7. Виды кладов: прикоп, магнит, тайник. Координаты и фото сразу после оплаты. "
    "Прайс у бота @north_lavka_bot_, оплата картой. "
)


@pytest.mark.parametrize(
    "text",
    [
        f"Статья 297 Уголовного кодекса РК: лишение свободы. Полиция, суд, приговор.\n{SHOP}",
        f"ҚР ҚК 297-бабы: бас бостандығынан айыру. Полиция, сот үкімі.\n{SHOP}",
        f"Новости: пресс-служба сообщила о задержании, суд вынес приговор.\n{SHOP}",
        f"{HIDING_PLACES}Детский квест для участников игры.",
        f"{HIDING_PLACES}Геокешеры собирают кэши.",
        f"{HIDING_PLACES}Дипломы на заказ, гознак.",
        f"{HIDING_PLACES}Симки оптом без регистрации.",
    ],
)
def test_a_seller_who_pastes_law_or_news_or_other_goods_is_still_found(score: Scoring, text: str) -> None:
    assert score(text).label is Label.SALE


REPORTS = [
    "Полиция сообщила о задержании: суд приговорил закладчика по ст. 297 УК РК, заявили в пресс-службе.",
    "Полиция хабарлады: 297-бап бойынша сот үкімі шықты, деді баспасөз қызметі.",
    "Police said two men were sentenced; the prosecutor's press service reported, article 297.",
    "Реабилитационный центр: лечение зависимости, нарколог, телефон доверия 150.",
    "Семена и рассада, удобрения, теплицы; сервер Minecraft, квест, лут.",
    "Детский квест и фотоохота, участники игры, геокешинг.",
    "Диплом с занесением в реестр, поддельные документы, симки оптом, гознак.",
]
OFFERS = [
    "Прайс: гашиш 1 г (магнит) — 9 000 ₸, 2 г (прикоп) — 17 000 ₸. Координаты сразу после оплаты. @dala_bot_",
    "Гашиш 1 г (көмбе) — 9 000 ₸, төлемнен кейін координат пен сурет жіберіледі. Тапсырыс @dala_bot_",
    "Hash 1g buried $20, 2g magnet $38. GPS coordinates and photo after payment in BTC. Order @dala_bot_",
]


@pytest.mark.parametrize("offer", OFFERS)
@pytest.mark.parametrize("report", REPORTS)
def test_counter_evidence_lowers_an_offer_and_never_hides_it(score: Scoring, offer: str, report: str) -> None:
    pasted = score(f"{report}\n{offer}")
    assert pasted.label is Label.SALE
    assert pasted.value <= score(offer).value


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_that_quotes_a_line_of_an_offer_is_no_offer(score: Scoring, report: str) -> None:
    quoted = score(f"{report} В переписке нашли: «гашиш, магнит, координаты после оплаты».")
    assert quoted.label in (Label.BENIGN, Label.UNSURE)


QUOTED = "«Прайс: гашиш 1 г (магнит) — 9 000, 2 г (прикоп) — 17 000. Координаты после оплаты», @dala_bot_"


def test_what_a_report_quotes_weighs_less_than_what_stands_beside_it(score: Scoring) -> None:
    report = "Полиция сообщила о задержании: суд вынес приговор, заявили в пресс-службе."
    said = score(f"{report} {QUOTED.translate({0xAB: None, 0xBB: None})}")
    assert score(f"{report} {QUOTED}").value < said.value
    assert score(QUOTED).label is Label.SALE


@pytest.mark.parametrize("named", ["Show the advert", "Разберите объявление", "Мынау хабарландыру"])
def test_a_quotation_called_an_advert_weighs_less_whoever_quotes_it(score: Scoring, named: str) -> None:
    assert score(f"{named}: {QUOTED}").value < score(f"{named} {QUOTED}").value


@pytest.mark.parametrize(
    "text",
    [
        "Стоп-слова чата: клад, шишки, моменталка, прикоп, меф. Бот удаляет, админ — @desk_of_mods_",
        "Обновление бота @desk_of_mods_. С п и с о к  с т о п -с л о в: к л а д, п р и к о п, шишки, меф",
        "Тыйым салынған сөздер: меф, көмбе, гашиш, прикоп. Админге жазыңыз: @desk_of_mods_",
        "Solve this first: 3+1? Words like plug or meph from fresh accounts get you banned. @desk_of_mods_",
        "Слова вроде меф, клад или закладка у новичков караются баном. Админ @desk_of_mods_",
        "Banned words: weed, stash, meph, dead drop. Wrong ban? Write to @desk_of_mods_",
        "«Клад» — спрятанное, «минёр» — кто прячет, «меф» — вещество. Услышали — звоните психологу.",
        "Мне пришло «кладмен, 25 000 за смену, раскладывать свёртки». Заблокировал и пожаловался.",
        "Скупка золота: 1 г 585 пробы — 25 000, 2 г — 50 000. Кристалл в серьгах, магнит, @lombard_desk_",
        "Кристалл в серьгах 6 000, бусы 9 000, скидки и отзывы. Заказать: @beads_desk_",
    ],
)
def test_words_of_the_trade_that_are_forbidden_explained_or_something_else_make_no_offer(
    score: Scoring, text: str
) -> None:
    assert score(text).label in (Label.BENIGN, Label.UNSURE)


@pytest.mark.parametrize(
    "head",
    [
        "Стоп-слова: ",
        "Список стоп-слов:\n",
        "Словарь. «Клад» — тайник.\n",
        "Слова вроде клад и меф караются баном, поэтому пишем так. ",
    ],
)
def test_an_offer_does_not_hide_in_a_list_of_forbidden_words(score: Scoring, head: str) -> None:
    assert score(head + OFFERS[0]).label is Label.SALE


def test_an_offer_among_the_posts_of_a_channel_is_found_and_its_place_does_not_matter(score: Scoring) -> None:
    posts = [
        f"Пост {number}. Сегодня в городе тепло, вечером дождь. Открылась выставка, билеты в кассе музея."
        for number in range(80)
    ]
    assert score("\n\n".join(posts)).label is Label.BENIGN
    for place in (0, 40, 80):
        channel = [*posts[:place], OFFERS[0], *posts[place:]]
        assert score("\n\n".join(channel)).label is Label.SALE


def test_signs_scattered_over_a_long_channel_make_no_offer(score: Scoring) -> None:
    filler = "Сегодня в городе тепло, вечером дождь. Открылась выставка, билеты в кассе музея. " * 40
    scattered = ("Обсуждали сериал про гашиш.", "Магнит на холодильник 2 шт.", "Оплата на карту.", "@dala_")
    assert score(filler.join(scattered)).label is Label.BENIGN


@pytest.mark.parametrize(
    ("offer", "lookalike"),
    [
        (
            "кракен онион зеркало: https://vitrina.example, вход через Tor, магазин закладок",
            "Kraken exchange: login, fees and a mirror of the app at https://vitrina.example",
        ),
        (
            "Гидра даркнет: как зайти. Скачайте Tor Browser, введите ссылку " + "a" * 56 + ".onion",
            "Основателя «Гидры» приговорили: на площадке продавали мефедрон, сообщила пресс-служба",
        ),
        (
            "Skip to content. Cart (0). White Widow 3.5g cannabis 42 EUR = 0.071 ฿ Add to cart. "
            + "b" * 16
            + ".onion",
            "Skip to content. Cart (0). Herb grinder, material: steel, 42 EUR Add to cart. PayPal, 30 days",
        ),
        (
            "Хороший сайт: гашиш, мефедрон, амфетамин и т.д. Переходи на сайт https://vitrina.example",
            "В перечень входят гашиш, мефедрон, амфетамин и т.д. Подробнее в приказе министерства",
        ),
    ],
)
def test_a_market_a_cart_and_a_list_with_a_link_are_told_from_their_look_alikes(
    score: Scoring, offer: str, lookalike: str
) -> None:
    assert score(offer).label is Label.SALE
    assert score(lookalike).label in (Label.BENIGN, Label.UNSURE)


def test_loose_medicine_ranks_above_ordinary_posts_and_is_never_flagged(score: Scoring) -> None:
    loose = score("🎁 vitrina.example 🎁 Buy omeprazole 20 mg online, no prescription, from $0.40 per pill")
    assert loose.label in (Label.BENIGN, Label.UNSURE)
    assert loose.value > score("Open 24 hours: buy sneakers and lamps online, free shipping").value


def test_a_score_names_the_substances_and_the_places_of_an_offer(score: Scoring) -> None:
    offer = score(
        "Гашиш 1 г (магнит) — 9 000 ₸, Караганда, Майкудук. Гашиш, мефедрон. Координаты после оплаты"
    )
    assert offer.substances[0] == "гашиш"
    assert "мефедрон" in offer.substances
    assert {"караганда", "майкудук"} <= set(offer.places)
    harmless = score("Караганда: выставка открыта")
    assert (harmless.substances, harmless.places) == ((), ())


def test_a_cap_keeps_the_order_of_two_texts() -> None:
    for families, cap in ((1, 0.2), (2, 1.0)):
        values = [capped(p / 100, gate=False, families=families) for p in range(101)]
        assert values == sorted(set(values))
        assert values[-1] == pytest.approx(cap)


def test_two_families_flag_only_where_the_model_is_all_but_certain() -> None:
    assert capped(CERTAIN - 0.01, gate=False, families=2) < CAP_GATE
    assert capped(CERTAIN, gate=False, families=2) == CERTAIN
    assert capped(DOUBTLESS - 0.01, gate=False, families=2, enough=DOUBTLESS) < CAP_GATE
    assert capped(DOUBTLESS, gate=False, families=2, enough=DOUBTLESS) == DOUBTLESS
    assert capped(1.0, gate=False, families=1) < CAP_GATE


def test_words_alone_show_no_text_to_a_person() -> None:
    assert capped(0.99, gate=False, families=0, silent=True) <= CAP_SILENT < CAP_LONE < UNSURE


@pytest.mark.parametrize(
    "words",
    [
        "мефедрон гашиш кокаин амфетамин",
        "💊❄️🌿",
        "t.me/qala_vitrina_",
        "0x0000000000000000000000000000000000000000",
        "есірткі, мефедрон, гашиш",
        "weed cocaine MDMA",
    ],
)
def test_words_pictures_contacts_and_wallets_never_flag_alone(score: Scoring, words: str) -> None:
    result = score(words)
    assert result.label in (Label.BENIGN, Label.UNSURE)
    assert result.value <= CAP_GATE < FLAG


@pytest.mark.parametrize(
    "disguised",
    [
        "мeф 1г (пpикoп) — 16 000 ₸, кoopдинaты пoсле oплaты, @qala_vitrina_",
        "м е ф  1г (прикоп) — 16 000 ₸, координаты после оплаты, @qala_vitrina_",
        "ме\u200bф 1г (при\u200bкоп) — 16 000 ₸, коорди\u200bнаты после опла\u200bты, @qala_vitrina_",
        "м3ф 1г (прик0п) — 16 000 ₸, к0ординаты после опл4ты, @qala_vitrina_",
    ],
)
def test_disguise_hides_nothing(score: Scoring, disguised: str) -> None:
    assert score(disguised).label is Label.SALE


def _invisible(text: str) -> str:
    return "\u200b".join(text)


def _plain_and_invisible(sentence: str, times: int) -> tuple[str, str]:
    whole = " ".join(f"{sentence} №{number}." for number in range(times))
    return whole, " ".join(map(_invisible, whole.split(" ")))


def test_what_stands_between_letters_moves_no_word_away_from_another(score: Scoring) -> None:
    plain, hidden = _plain_and_invisible("Полиция задержала кладмена, у него мефедрон и 2 г гашиша", 40)
    assert score(hidden).value == pytest.approx(score(plain).value, abs=0.02)


def test_a_text_in_disguise_throughout_is_no_more_suspicious_than_as_it_reads(score: Scoring) -> None:
    plain = "Потерял мефедрон, прочитал в новостях, продам диван, цена 9000, доставка, пишите в личку"
    hidden = " ".join(map(_invisible, plain.split(" ")))
    assert score(hidden).value == pytest.approx(score(plain).value, abs=0.02)


def test_a_page_with_a_shop_in_cells_and_menus_is_found_in_three_languages(score: Scoring) -> None:
    pages = {
        "ru": "Главная\nПравила\nКонтакты\nГород\nКараганда\nАстана\nАлматы\nТовар\nГашиш\n1 "
        "г\nмагнит\n9 000 ₸\n2 г\nприкоп\n"
        "17 000 ₸\nКоординаты с фото сразу после оплаты\nОператор @qala_vitrina_",
        "kk": "Басты бет\nЕреже\nБайланыс\nҚала\nҚарағанды\nАстана\nАлматы\nТауар\nГашиш\n1 "
        "г\nмагнит\n9 000 ₸\n2 г\nкөмбе\n"
        "17 000 ₸\nТөлемнен кейін координат пен сурет беріледі\nОператор @qala_vitrina_",
        "en": "Home\nRules\nContact\nCity\nKaraganda\nAstana\nAlmaty\nItem\nHash\n1 "
        "g\nmagnet\n$20\n2 g\nburied\n$38\n"
        "GPS coordinates and photo after payment\nOperator @qala_vitrina_",
    }
    for language, page in pages.items():
        result = score(page)
        assert (result.label, result.language) == (Label.SALE, language)
