"""Every detector keeps the contract; each finds its sign and leaves the look-alike alone."""

import re
import time
from collections.abc import Collection
from itertools import islice

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from classifiers.detectors import DETECTORS, Detector
from classifiers.detectors.detector import collect
from classifiers.detectors.hints import LONG, glimpsed
from classifiers.detectors.wallets import base58_checksum_holds, luhn_holds
from classifiers.document import Document
from classifiers.kinds import KINDS
from classifiers.lexicon import Lexicon, words_of
from classifiers.normaliser import normalise
from classifiers.reading import fold, read

AMOUNTS = ("1 г", "0,5г", "— 16 000 ₸", "$30", "0.00213 btc", "100к в неделю", "аптасына 100 мың", "٣", "²")
WORDS = (
    "(прикоп)",
    "магнит",
    "көмбе",
    "меф",
    "координаты",
    "после оплаты",
    "төлемнен кейін",
    "курьер",
    "м.е.ф",
)
SIGNS = ("t.me/abc_", "@qala_vitrina_bot_", "❄️", "💊", "\n", ". ", " ", "зеркало 1", "кракен онион", "\u200b")
SHAPES = (
    *(
        "половинка 9",
        "целый 17",
        "half 45 /",
        "0.5—1: 9/16",
        "🌿 8",
        "20 точек = 40к",
        "Самал 3, Орбита 2 қалды",
    ),
    *(
        "тг shelf_",
        "чек → точка",
        "💳➡️📍",
        "[Каталог]",
        "[Баланс] [Работа]",
        "взял, касание",
        "теперь к делу",
    ),
)
PIECES = st.sampled_from((*AMOUNTS, *WORDS, *SIGNS, *SHAPES, "мeф", "ст. 297", "БИН 000000000000"))
HOSTILE = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join))


every_detector = pytest.mark.parametrize("detector", DETECTORS, ids=lambda detector: type(detector).__name__)


@every_detector
def test_a_detector_names_known_kinds(detector: Detector) -> None:
    assert detector.kinds
    assert detector.kinds <= set(KINDS)


@settings(max_examples=150, deadline=None)
@given(text=HOSTILE)
def test_a_detector_gives_marks_inside_the_text_whatever_it_is(lexicon: Lexicon, text: str) -> None:
    reading = read(fold(Document(text=text), lexicon), lexicon)
    for detector in DETECTORS:
        for mark in detector.detect(reading):
            assert 0 <= mark.start < mark.end <= len(text)
            assert mark.kind in detector.kinds
            assert 0 < mark.strength <= 1


ROW, GLIMPSE = re.compile(r"(?<!\w)[аб]{1,3}-\d{1,2}(?!\d)(?:,[аб]{1,3}-\d{1,2}(?!\d))?"), re.compile(r"-\d")


@given(text=st.text("аб-1, \n", max_size=60), gap=st.integers(0, 40))
def test_what_a_glimpse_is_had_of_is_found_in_long_texts_too(text: str, gap: int) -> None:
    for whole in (text, f"{text}{'в' * gap}{text} {'в ' * LONG}{text}", f"{'в ' * LONG}{text}"):
        found = [match.span() for match in glimpsed(whole, ROW, GLIMPSE, 16)]
        assert found == [match.span() for match in ROW.finditer(whole)]


FAR = "на дворе тепло, дождя не было " * 120


@settings(max_examples=60, deadline=None)
@given(text=st.lists(PIECES, max_size=30).map("".join))
@example(text="магниттөлемнен кейінзеркало 1взял, касание")
@example(text="1 гвзял, касаниеt.me/abc_")
def test_a_sign_in_a_long_text_is_found_as_in_a_short_one(lexicon: Lexicon, text: str) -> None:
    def marks(before: str, after: str) -> list[tuple[str, int, int]]:
        whole = Document(text=f"{before}. {text} .{after}")
        found = collect(read(fold(whole, lexicon), lexicon), DETECTORS)
        return [(mark.kind, mark.start - len(before), mark.end - len(before)) for mark in found]

    short, long = (f"{far}. {text} .{far}" for far in (FAR[:200], FAR))
    assume(_is_garbled(lexicon, short) == _is_garbled(lexicon, long))  # told by the whole of a text
    assert marks(FAR, FAR) == marks(FAR[:200], FAR[:200])


def _is_garbled(lexicon: Lexicon, text: str) -> bool:
    """Whether word after word is misspelled, so that its words are read with leeway."""
    folded = fold(Document(text=text), lexicon)
    words = words_of(normalise(text).text)
    corrector = lexicon.correctors[folded.kazakh]
    return bool(corrector.corrected(normalise(text), words, _nowhere, folded.language).others)


def _nowhere(_text: str, _words: Collection[str]) -> tuple[tuple[str, int, int], ...]:
    return ()


@pytest.mark.parametrize(
    "piece",
    [
        *("1 г ", "a", "0", "@", "магнит ", "после ", "зеркало ", "0x", "💊1", "(((", "1Ab9", "\n", "чек "),
        *(
            "buy _",
            "hydra ",
            "заходи на ",
            "a.b",
            "half 1 ",
            "0.5/",
            "1-",
            "🌿1 ",
            "20 точек ",
            "раскидал товар ",
            "взял клад ",
            "\nчай 1 - 9",
            "бот умер ",
            "оплатил скину ",
            "рабочие a.bc ",
            "две целых у ",
            "чек → ",
            "💳➡",
        ),
        *("[меню]", "[", "взял и ", "самал 3, ", "тг a_", "«да» — ", '"а" '),
    ],
)
def test_a_detector_is_linear_in_the_text(lexicon: Lexicon, piece: str) -> None:
    reading = read(fold(Document(text=piece * (60_000 // len(piece))), lexicon), lexicon)
    for detector in DETECTORS:
        started = time.process_time()
        assert len(list(islice(detector.detect(reading), 300))) <= 300
        assert time.process_time() - started < 1, type(detector).__name__


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0,5г – 9000, 1г – 16000", "A1_catalog_price"),
        ("1 г — 16 000 ₸", "A1_catalog_price"),
        ("1g 30, 3.5g 90", "A1_catalog_price"),
        ("1 г\nкристалл\n16 000 ₸", "A1_catalog_price"),
        ("Город → район", "A2_city_district"),
        ("қаланы таңдаңыз", "A2_city_district"),
        ("choose your city", "A2_city_district"),
        ("Алматы, Астана, Тараз", "A2_city_district"),
        ("купить гашиш", "A10_substance_offer"),
        ("1 г (прикоп)", "B2_stash_type"),
        ("2 г көмбе", "B2_stash_type"),
        ("магнит/тайник", "B2_stash_type"),
        ("координаты придут сразу после оплаты", "B3_coordinates_after_payment"),
        ("төлемнен кейін жасырын орынның координаттары", "B3_coordinates_after_payment"),
        ("coordinates with a photo right after payment", "B3_coordinates_after_payment"),
        ("гашиш, мефедрон, амфетамин", "C7_assortment"),
        ("0x0000000000000000000000000000000000000000", "D1_wallet"),
        ("к оплате 0.00213 btc", "D5_exact_amount"),
        ("чек скинуть в бот", "D6_receipt"),
        ("пишите @qala_vitrina_", "E1_telegram"),
        ("Пишите @qala_vitrina_. Ответим сразу", "E1_telegram"),
        ("t.me/qala_vitrina_?start=1", "E2_bot"),
        ("session: 05" + "0" * 64, "E3_private_messenger"),
        ("a" * 56 + ".onion", "E4_onion_address"),
        ("резервный канал: @qala_vitrina_", "E5_reserve"),
        ("кракен онион зеркало", "E7_market_entry"),
        ("гидра — https://vitrina.example", "E7_market_entry"),
        ("hydra2abc ссылка", "E7_market_entry"),
        ("гидра сайт - вход на гидру, гидра зеркало", "G7_market_promotion"),
        ("блэкспрут ссылка: введите новый адрес", "G8_access_guide"),
        ("kraken darknet: open Tor Browser", "G8_access_guide"),
        ("Зеркала:\n- https://vitrina.example\n- https://menu.example", "G1_mirrors"),
        ("Жми на ссылку: https://vitrina.example", "E8_call_with_address"),
        ("visit our site vitrina.example", "E8_call_with_address"),
        ("@weed_shop_ala_", "E9_telling_address"),
        ("https://kupi-zakladku.example", "E9_telling_address"),
        ("🎁 vitrina.example 🎁", "K3_framed_address"),
        ("Гашиш\nКокаин\nМефедрон\nАмфетамин", "A11_menu"),
        ("гашиш кокаин мефедрон амфетамин героин", "A11_menu"),
        ("❄️ Амфетамин ❄️ 💎 Мефедрон 💎", "H2_emoji_goods"),
        ("Гашиш, Куклим, Мефедрон, Амфетамин", "C7_assortment"),
        ("Cart (0) Checkout", "A12_cart"),
        ("Себетке салу", "A12_cart"),
        ("2 g 0.0213 ฿", "D7_coin_price"),
        ("฿ = $2610.20 USD", "D7_coin_price"),
        ("Buy xanax online, no prescription", "C8_unprescribed"),
        ("купить трамадол таблетки без рецепта", "C8_unprescribed"),
        ("Кладмен (от 400 тг/клад)", "F2_pay"),
        ("Last post by member7, 12 posts 4 topics", "L17_forum"),
        ("Material: steel. Package includes: 1 pipe", "L15_household"),
        ("100к в неделю", "F2_pay"),
        ("аптасына 100 мың", "F2_pay"),
        ("$500 a week", "F2_pay"),
        ("зеркала: 1 2 3", "G1_mirrors"),
        ("❄️ 1г 16000\n🌿 1г 12000", "H1_emoji_price"),
        ("мeфeдpoн", "K1_disguised_term"),
        ("ст. 297 УК РК", "L2_law"),
        ("297-бап", "L2_law"),
        ("БСН 000000000000", "L12_employer"),
        ("doi 10.0000/abc.1", "L6_research"),
        ("переведёшь, тогда покажу место", "B9_place_told"),
        ("ақша түссе, орнын айтамын", "B9_place_told"),
        ("pay first, then I send the pin", "B9_place_told"),
        ("под скамейкой, в синей изоленте", "B10_place_described"),
        ("делишь пакет, прячешь и присылаешь точку", "F7_hiding_duty"),
        ("0.5 — 8, 1 — 15", "A1_catalog_price"),
        ("центр: 🌿1\nвокзал: 💊0.5 (магнит)", "A13_stock_by_place"),
        ("Соль мука шишки @walls_", "C9_bare_list"),
        ("2000 за надпись", "F2_pay"),
        ("адрес басына 3 мың", "F2_pay"),
        ("90к апта", "F2_pay"),
        ("екі грамм 25 мың", "A1_catalog_price"),
        ("1 грамы 15 мың", "A1_catalog_price"),
        ("чек → точка", "B9_place_told"),
        ("ақшаны картаға салған соң қай ағаш екенін айтамын", "B9_place_told"),
        ("нүктені төлемнен соң аласың", "B3_coordinates_after_payment"),
        ("топырақ астында, қапта", "B10_place_described"),
        ("пакеттерді саябаққа қалдырасың, координаттарын бересің", "F7_hiding_duty"),
        ("қала мен ауданды таңда", "A2_city_district"),
        ("жұмыс кестесі 5/2", "L12_employer"),
        ("трава 2 г — 14 000", "C2_slang"),
        ("нашаны қайдан алуға болады", "C2_slang"),
        ("mefedron in town", "C2_slang"),
        ("🌿 0.5 — 8к\n💎 1 — 9 мың", "A1_catalog_price"),
        ("Адреса: вокзал — 2, рынок — 1", "A13_stock_by_place"),
        ("Доступно: Жетысай 1, Сарыагаш 2", "A13_stock_by_place"),
        ("в Риддере 12 адресов, разложили ночью", "B5_ready_addresses"),
        ("теперь восемь точек", "B5_ready_addresses"),
        ("үш нүкте дайын", "B5_ready_addresses"),
        ("five drops loaded tonight", "B5_ready_addresses"),
        ("Сарыарка — 4 шт (1г, магнит)\nМайкудук — 2 шт", "A13_stock_by_place"),
        ("half 45 / full 80", "A1_catalog_price"),
        ("единичка 15, двойка 27", "A1_catalog_price"),
        ("жарты 8 бүтін 15", "A1_catalog_price"),
        ("0.5—1—2: 12/20/35", "A1_catalog_price"),
        ("🌿 8 ❄️ 12 💎 20", "A1_catalog_price"),
        ("20 точек = 40к", "F2_pay"),
        ("10 spots = 50k", "F2_pay"),
        ("1 тығу 3 мың", "F2_pay"),
        ("$40 per treasure", "F2_pay"),
        ("20 точек = 40к, раскладываешь вечером", "F7_hiding_duty"),
        ("Northside 3, Riverside 2 left", "A13_stock_by_place"),
        ("Самал 3, Орбита 2 қалды", "A13_stock_by_place"),
        ("tg: night_shelf_", "E1_telegram"),
        ("tme/night_shelf_", "E1_telegram"),
        ("телега night_shelf_", "E1_telegram"),
        ("тг night_bot_", "E2_bot"),
        ("order → pay → place", "B9_place_told"),
        ("чек → место", "B9_place_told"),
        ("төлем → сурет → нүкте", "B9_place_told"),
        ("💳➡️📸➡️📍", "B9_place_told"),
        ("[Каталог] [Баланс] [Работа]", "A12_cart"),
        ("взял, касание, всё ровно", "B1_stash_word"),
        ("алдым, бірден жанасу", "B1_stash_word"),
        ("picked up, one touch", "B1_stash_word"),
        ("Гашиш, кокаин 24/7 тг wall_shelf_", "C9_bare_list"),
        ("Гашиш шишки Астана t.me/wall_shelf_ ищи по коду", "C9_bare_list"),
        ("@wall_shelf_ меф гаш", "C9_bare_list"),
        ("Прикопы, центр @wall_shelf_", "B11_bare_stash"),
        ("КЛАД ОСЫ АУДАНДА t.me/wall_shelf_", "B11_bare_stash"),
        ("РАБОТА 150К В НЕДЕЛЮ @wall_shelf_", "F8_bare_job"),
        ("ЖУМЫС КУРЬЕР АПТАСЫНА 150 МЫН @wall_shelf_", "F8_bare_job"),
        ("раскидал товар по дворам, фото готовы", "B12_goods_laid"),
        ("we hid twenty packs along the river", "B12_goods_laid"),
        ("сыйлықтарды көміп кеттік", "B12_goods_laid"),
        ("забрал свёрток с первого раза, людей нет", "B12_goods_laid"),
        ("dug it up first try", "B12_goods_laid"),
        ("кинешь деньги, скину локу", "B9_place_told"),
        ("адрес прилетает после чека", "B9_place_told"),
        ("место скидываем после перевода", "B9_place_told"),
        ("дорогу покажет бот, но после перевода", "B9_place_told"),
        ("transfer, then you get the picture", "B9_place_told"),
        ("магнит или земля, на выбор", "B2_stash_type"),
        ("choose how it lies: in soil or on a magnet", "B2_stash_type"),
        ("+25 адресов в центре", "B5_ready_addresses"),
        ("unclaimed drops stay valid", "B5_ready_addresses"),
        ("соль 0,3 — 6000, 0,5 — 9000, 1 — 15000", "A1_catalog_price"),
        ("половинка шесть с половиной, целый одиннадцать", "A1_catalog_price"),
        ("целый 11000, половинка 6000", "A1_catalog_price"),
        ("грамм муки 14к, полграмма 8к", "A1_catalog_price"),
        ("нужны ноги, 5к точка", "F2_pay"),
        ("300 000 за поездку", "F2_pay"),
        ("Пряник 1 — 9\nПряник 3 — 25\nПастила 0,5 — 8", "A1_catalog_price"),
        ("три половинки за гаражами, пара двоек у рынка", "A13_stock_by_place"),
        ("рабочие адреса: one-two.example, two-two.example", "G1_mirrors"),
        ("бот умер, пишите новому", "E5_reserve"),
        ("балансы сохранены", "G4_accounts_kept"),
        ("open orders carry over", "G4_accounts_kept"),
        ("exactly 0.00031, do not round", "D5_exact_amount"),
        ("от 500к в нед", "F2_pay"),
        ("EASY JOB 300$/WEEK DROPS t.me/wall_jobs_", "F8_bare_job"),
        ("ЛИРИКА ТРОПИКАМИД @wall_shelf_", "C9_bare_list"),
        ("тот же бот, те же дворы. кто знает, тот поймёт", "A14_insiders"),
        ("баяғы жерлерде, білетін біледі", "A14_insiders"),
        ("same spots, you know who to ask", "A14_insiders"),
        ("рецепт не спрашиваем, трамадол таблетки", "C8_unprescribed"),
        ("рецепт сұрамаймыз, трамадол таблетка", "C8_unprescribed"),
        ("we don't ask for a script, tramadol pills", "C8_unprescribed"),
        ("сложность 2, местность 3", "L13_treasure"),
        ("оставлю под скамейкой, снимок пришлю, карта вперёд", "B9_place_told"),
        ("Send the money and I will tell you which brick", "B9_place_told"),
        ("перевод на карту — скажу у какого дерева", "B9_place_told"),
        ("сумка, не заглядывать, выгрузить где скажут", "F7_hiding_duty"),
        ("бір қап, ашпайсың, айтқан жерге қалдырасың", "F7_hiding_duty"),
        ("one bag, do not look, drop it where we say", "F7_hiding_duty"),
        ("Клади и фоткай", "F7_hiding_duty"),
        ("no schools, no cameras, three photos", "F7_hiding_duty"),
        ("мектеп жанына қойма, үш сурет түсір", "F7_hiding_duty"),
        ("таппасаңыз, видео түсіріңіз", "B8_not_found"),
        ("passport selfie", "F3_deposit"),
        ("КУРЬЕР • СКЛАД • ТРАФАРЕТ", "F1_drug_role"),
        ("Ищу химика, дом и реагенты есть, доля через гаранта", "F1_drug_role"),
        ("орама, фото, ақша", "F7_hiding_duty"),
        ("тығып қоямын, суретін жіберем, каспи", "B9_place_told"),
        ("«Клад» — тайник. «Меф» — наркотик. «Минёр» — курьер.", "L6_research"),
        ("закладканы әр аудан бойынша тастап қойдық", "B5_ready_addresses"),
        ("кладтарды тараттық", "B5_ready_addresses"),
        ("дуалдың ар жағына қойып кетем", "B1_stash_word"),
        ("көпір астына жабыстырып қойдым", "B1_stash_word"),
        ("дуалдың тесігінен алдым", "B1_stash_word"),
        ("дорбалар жерге көмілген", "B1_stash_word"),
        ("аудан таңда, төле, ал", "B4_no_meeting"),
        ("төлеп, суретпен барып аласың", "B4_no_meeting"),
        ("тығып, суретін жібересің", "F7_hiding_duty"),
        ("түйіншектерді ауданға тығып, нүктесін ботқа жібересің", "F7_hiding_duty"),
        ("ақша түскесін нүктесін айтам", "B3_coordinates_after_payment"),
        ("төлегесін гео келеді, сурет те", "B3_coordinates_after_payment"),
        ("төлеп чекті жібер, орын 5 минутта келеді", "B9_place_told"),
        ("түрі: магнит", "B2_stash_type"),
        ("кр 1 | магнит", "B2_stash_type"),
        ("таппасаң 24 сағат ішінде видео", "A8_claim_policy"),
        ("ненаход: видео в течение 12 часов", "A8_claim_policy"),
        ("Самал — екеу, Орбита — біреу", "A13_stock_by_place"),
        ("қалдықтар: Самал — 4, Орбита — 2", "A13_stock_by_place"),
        ("граммы 15 мың", "A1_catalog_price"),
        ("стақаны 12 мың", "A1_catalog_price"),
        ("крис 1 – 16, гаш 1 – 9, гаш 3 – 28", "A1_catalog_price"),
        ("0,5-тен бастап", "A4_storefront"),
        ("бізде: ск, план, лирика", "A7_stock"),
        ("мяу / гаш / ск", "C7_assortment"),
        ("кім біледі, сол біледі", "A14_insiders"),
        ("оператор керек: адрес беру, ненаход шешу", "F1_drug_role"),
        ("айналымнан 2 пайыз", "F2_pay"),
        ("тұз, жылдамдық, ск", "C2_slang"),
        ("қар 1 — 16, шөп 1 — 6", "A1_catalog_price"),
        ("таппай қалсаң ауыстырамыз", "B8_not_found"),
        ("таппағандарға қайта жібереміз", "B8_not_found"),
        ("түтікке жабыстырулы тұр", "B1_stash_word"),
        ("он мың тасташы, жерін айтам, 20 мың аудар", "B9_place_told"),
    ],
)
def test_a_sign_is_found(lexicon: Lexicon, text: str, kind: str) -> None:
    reading = read(fold(Document(text=text), lexicon), lexicon)
    assert kind in {mark.kind for detector in DETECTORS for mark in detector.detect(reading)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("магнит мебельный 10 мм", "B2_stash_type"),
        ("закладка фундамента", "B1_stash_word"),
        ("соль для ванн", "C2_slang"),
        ("250 000 ₸ в месяц", "F2_pay"),
        ("adres@mail.example", "E1_telegram"),
        ("@mail.example", "E1_telegram"),
        ("координаты офиса на сайте", "B3_coordinates_after_payment"),
        ("0000 0000 0000 0000", "D2_transfer"),
        ("сайт https://green-room.example/menu", "A4_storefront"),
        ("полиция продавца мефедрона задержала", "A10_substance_offer"),
        ("Гидра — пресноводный полип", "E7_market_entry"),
        ("ТРЦ Мега: вход со стороны парковки, магазин обуви", "E7_market_entry"),
        ("Kraken exchange login and fees", "E7_market_entry"),
        ("Скачайте Tor Browser с сайта проекта", "G8_access_guide"),
        ("запрещены гашиш, кокаин, мефедрон, амфетамин и героин", "A11_menu"),
        ("Перейдите в раздел «Отпуск»", "E8_call_with_address"),
        ("https://weedcontrol.example/lawn", "E9_telling_address"),
        ("без рецепта врача не отпускается", "D7_coin_price"),
        ("Buy sneakers online", "C8_unprescribed"),
        ("Таблетки трамадола не отпускаем без рецепта", "C8_unprescribed"),
        ("Бұл таблетка рецептсіз берілмейді", "C8_unprescribed"),
        ("These tablets are never sold without a prescription", "C8_unprescribed"),
        ("#weed #kush #coke #meth #hash", "A11_menu"),
        ("расскажу, где мы отдыхали летом", "B9_place_told"),
        ("счёт 3 — 1, 2 — 5", "A1_catalog_price"),
        ("Соль мука яйца молоко, пишите @bread_", "C9_bare_list"),
        ("спрятали подарки, дети ищут по фото", "B12_goods_laid"),
        ("закопали двадцать луковиц, целых, у забора", "B12_goods_laid"),
        ("разложили товар по полкам", "B12_goods_laid"),
        ("мужчина разложил три свёртка по дворам", "B12_goods_laid"),
        ("if you see a hidden packet, call us", "B12_goods_laid"),
        ("the best eight spots to get you laid", "B12_goods_laid"),
        ("laid off, and no spots left", "B12_goods_laid"),
        ("the dog buried it, dug it up first try", "B12_goods_laid"),
        ("оплатил фотосессию, получил фото", "B9_place_told"),
        ("принимали переводы, а покупателям высылали фото", "B9_place_told"),
        ("место в автобусе покажем после оплаты билета", "B9_place_told"),
        ("you get a pin and the door code once paid", "B9_place_told"),
        ("металл или земля под фундамент", "B2_stash_type"),
        ("+3 адреса доставки", "B5_ready_addresses"),
        ("full price 20, half price 10", "A1_catalog_price"),
        ("Группа 1 — 12\nГруппа 2 — 15\nЗал 3 — 19", "A1_catalog_price"),
        ("две половинки кирпича за гаражом, три целых у забора", "A13_stock_by_place"),
        ("кодеин — нет в наличии", "A10_substance_offer"),
        ("товар разложили по точкам, фото до шести, мерчандайзеры", "F7_hiding_duty"),
        ("Клад — роман о детстве @books_", "B11_bare_stash"),
        ("Тайники нашего парка, квест @park_quest_", "B11_bare_stash"),
        ("Магниты Алматы @souvenirs_", "B11_bare_stash"),
        ("РАБОТА 150К В МЕСЯЦ @wall_shelf_", "F8_bare_job"),
        ("Няня 150 000 в неделю @wall_shelf_", "F8_bare_job"),
        ("Подработка 10 000 в день @wall_shelf_", "F8_bare_job"),
        ("знает кто-нибудь, где купить хлеб", "A14_insiders"),
        ("сложность 2 из 5", "L13_treasure"),
        ("келетін билетін көрсетті", "L8_games"),
        ("кім білетін болса жазсын", "L8_games"),
        ("прячет лицо на фото", "F7_hiding_duty"),
        ("оставляешь пакет у двери и присылаешь фото", "F7_hiding_duty"),
        ("20 апта оқыды", "F2_pay"),
        ("Ауа райы нашар болды", "C2_slang"),
        ("Это наша улица", "C2_slang"),
        ("2 грамоты за 1000 прочитанных страниц", "A1_catalog_price"),
        ("оплата: доставка", "B9_place_told"),
        ("0.5/2 и 2/25", "L12_employer"),
        ("Список: хлеб — 2, молоко — 1", "A13_stock_by_place"),
        ("☕ 1 — 900 ₸\n🍰 2 — 1700 ₸", "A1_catalog_price"),
        ("Алматы -5, Астана -12, ветер", "A13_stock_by_place"),
        ("12 точек выдачи готовы к работе", "B5_ready_addresses"),
        ("3 адреса доставки на сегодня", "B5_ready_addresses"),
        ("half portion 45 / full portion 80", "A1_catalog_price"),
        ("Пицца: половинка 900, целая 1700", "A1_catalog_price"),
        ("day 45, full night 80", "A1_catalog_price"),
        ("двойка 2, тройка 5, пятёрка 9", "A1_catalog_price"),
        ("жарты самса 400, бүтін 700", "A1_catalog_price"),
        ("счёт 1-2: 10/20", "A1_catalog_price"),
        ("1 — 2.15, Х — 3.40, 2 — 3.10", "A1_catalog_price"),
        ("☕ 8 🍰 12", "A1_catalog_price"),
        ("1 г золота 585 пробы", "B2_stash_type"),
        ("5 кладов = 50 монет", "F2_pay"),
        ("10 hides = gold badge", "F2_pay"),
        ("20 точек = 12 000, вода в бутылях", "F7_hiding_duty"),
        ("Northside 3, Riverside 2: match over", "A13_stock_by_place"),
        ("Самал 3, Орбита 2: пәтер қалды", "A13_stock_by_place"),
        ("цена 5000 тг kaspi_gold_", "E1_telegram"),
        ("telegram: новости", "E1_telegram"),
        ("оплата → пункт выдачи, место хранения", "B9_place_told"),
        ("pay → e-ticket → place in the hall", "B9_place_told"),
        ("📍➡️💳➡️🚕", "B9_place_told"),
        ("[x] хлеб [ ] молоко [x] чай", "A12_cart"),
        ("[Имя] [Адрес] [Телефон]", "A12_cart"),
        ("взял заказ, всё ровно", "B1_stash_word"),
        ("«Клад» — роман. Читайте!", "L6_research"),
        ("курьер оставит у двери и пришлёт фото, оплата вперёд", "B9_place_told"),
        ("коробки не открывать, выгрузка по накладной", "F7_hiding_duty"),
        ("клади тесто, снимай плёнку", "F7_hiding_duty"),
        ("no photos at school, three cakes", "F7_hiding_duty"),
        ("табылмаса, оператор қоңырау шалады", "B9_place_told"),
        ("no passport selfies", "F3_deposit"),
        ("Склад, курьер, оператор", "F1_drug_role"),
        ("Химик-лаборант в лабораторию завода, оклад", "F1_drug_role"),
        ("пакет, фото паспорта", "F7_hiding_duty"),
        ("сәлемдемені есік алдына, көпір жанына қойып кеттік, курьер", "B1_stash_word"),
        ("балаларға ағаш түбіне кәмпит қойып кеттік", "B1_stash_word"),
        ("төлеп, билетті кассадан аласыз", "B4_no_meeting"),
        ("ұл — екеу, қыз — біреу", "A13_stock_by_place"),
        ("алтынның граммы 38 мың", "A1_catalog_price"),
        ("зағыпранның граммы 1500 теңге", "A1_catalog_price"),
        ("Барса 1 – 3, Реал 2 – 1, Интер 1 – 1", "A1_catalog_price"),
        ("бізде: тұз, ұн, шөп", "A10_substance_offer"),
        ("оператор керек, айлығы ресми", "F1_drug_role"),
        ("бес килограмммен", "K1_disguised_term"),
    ],
)
def test_a_look_alike_is_left_alone(lexicon: Lexicon, text: str, kind: str) -> None:
    reading = read(fold(Document(text=text), lexicon), lexicon)
    assert kind not in {mark.kind for detector in DETECTORS for mark in detector.detect(reading)}


def test_a_contact_behind_a_link_is_quoted_by_the_words_that_call_to_it(lexicon: Lexicon) -> None:
    document = Document(text="Готово? Написать нам", links=("https://t.me/qala_vitrina_",))
    reading = read(fold(document, lexicon), lexicon)
    marks = [mark for detector in DETECTORS for mark in detector.detect(reading)]
    assert "Написать" in {
        document.text[mark.start : mark.end] for mark in marks if mark.kind == "E1_telegram"
    }


def test_checksums_are_told_from_look_alikes() -> None:
    assert base58_checksum_holds("1111111111111111111114oLvT2")
    assert not base58_checksum_holds("1111111111111111111114oLvT3")
    assert luhn_holds("4000 0000 0000 0002")
    assert not luhn_holds("4000 0000 0000 0003")
    assert not luhn_holds("0000 0000 0000 0000")


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("сегодня снова привезли мeфeдpoн", 0.7),
        ("ceгoдня cнoвa пpивeзли мeфeдpoн", 0.21),
        ("сегодня снова только бuткoин", 0.21),
    ],
)
def test_a_disguise_says_little_of_a_word_of_any_shop_and_where_other_words_have_it(
    lexicon: Lexicon, text: str, strength: float
) -> None:
    marks = collect(read(fold(Document(text=text), lexicon), lexicon), DETECTORS)
    assert [mark.strength for mark in marks if mark.kind == "K1_disguised_term"] == [pytest.approx(strength)]
