"""Signs of hiring: those who are to hide and carry, and their pay."""

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Кладмен (от 400 тг/клад)", "F2_pay"),
        ("100к в неделю", "F2_pay"),
        ("аптасына 100 мың", "F2_pay"),
        ("$500 a week", "F2_pay"),
        ("делишь пакет, прячешь и присылаешь точку", "F7_hiding_duty"),
        ("2000 за надпись", "F2_pay"),
        ("адрес басына 3 мың", "F2_pay"),
        ("90к апта", "F2_pay"),
        ("пакеттерді саябаққа қалдырасың, координаттарын бересің", "F7_hiding_duty"),
        ("20 точек = 40к", "F2_pay"),
        ("10 spots = 50k", "F2_pay"),
        ("1 тығу 3 мың", "F2_pay"),
        ("$40 per treasure", "F2_pay"),
        ("20 точек = 40к, раскладываешь вечером", "F7_hiding_duty"),
        ("РАБОТА 150К В НЕДЕЛЮ @wall_shelf_", "F8_bare_job"),
        ("ЖУМЫС КУРЬЕР АПТАСЫНА 150 МЫН @wall_shelf_", "F8_bare_job"),
        ("нужны ноги, 5к точка", "F2_pay"),
        ("300 000 за поездку", "F2_pay"),
        ("от 500к в нед", "F2_pay"),
        ("EASY JOB 300$/WEEK DROPS t.me/wall_jobs_", "F8_bare_job"),
        ("сумка, не заглядывать, выгрузить где скажут", "F7_hiding_duty"),
        ("бір қап, ашпайсың, айтқан жерге қалдырасың", "F7_hiding_duty"),
        ("one bag, do not look, drop it where we say", "F7_hiding_duty"),
        ("Клади и фоткай", "F7_hiding_duty"),
        ("no schools, no cameras, three photos", "F7_hiding_duty"),
        ("мектеп жанына қойма, үш сурет түсір", "F7_hiding_duty"),
        ("passport selfie", "F3_deposit"),
        ("КУРЬЕР • СКЛАД • ТРАФАРЕТ", "F1_drug_role"),
        ("Ищу химика, дом и реагенты есть, доля через гаранта", "F1_drug_role"),
        ("орама, фото, ақша", "F7_hiding_duty"),
        ("тығып, суретін жібересің", "F7_hiding_duty"),
        ("түйіншектерді ауданға тығып, нүктесін ботқа жібересің", "F7_hiding_duty"),
        ("оператор керек: адрес беру, ненаход шешу", "F1_drug_role"),
        ("айналымнан 2 пайыз", "F2_pay"),
    ],
)
def test_a_sign_is_found(kinds_in: Callable[[str], set[str]], text: str, kind: str) -> None:
    assert kind in kinds_in(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("250 000 ₸ в месяц", "F2_pay"),
        ("товар разложили по точкам, фото до шести, мерчандайзеры", "F7_hiding_duty"),
        ("РАБОТА 150К В МЕСЯЦ @wall_shelf_", "F8_bare_job"),
        ("Няня 150 000 в неделю @wall_shelf_", "F8_bare_job"),
        ("Подработка 10 000 в день @wall_shelf_", "F8_bare_job"),
        ("прячет лицо на фото", "F7_hiding_duty"),
        ("оставляешь пакет у двери и присылаешь фото", "F7_hiding_duty"),
        ("20 апта оқыды", "F2_pay"),
        ("5 кладов = 50 монет", "F2_pay"),
        ("10 hides = gold badge", "F2_pay"),
        ("20 точек = 12 000, вода в бутылях", "F7_hiding_duty"),
        ("коробки не открывать, выгрузка по накладной", "F7_hiding_duty"),
        ("клади тесто, снимай плёнку", "F7_hiding_duty"),
        ("no photos at school, three cakes", "F7_hiding_duty"),
        ("no passport selfies", "F3_deposit"),
        ("Склад, курьер, оператор", "F1_drug_role"),
        ("Химик-лаборант в лабораторию завода, оклад", "F1_drug_role"),
        ("пакет, фото паспорта", "F7_hiding_duty"),
        ("оператор керек, айлығы ресми", "F1_drug_role"),
    ],
)
def test_a_look_alike_is_left_alone(kinds_in: Callable[[str], set[str]], text: str, kind: str) -> None:
    assert kind not in kinds_in(text)
