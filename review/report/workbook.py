"""The report as a workbook (XLSX), a sheet for each table."""

from io import BytesIO

import xlsxwriter

from review.report.content import Report

# Nothing that came from outside is ever a formula, a link or a number.
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")
LONGEST_NAME = 31


def workbook(report: Report) -> bytes:
    """The bytes of the file."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, SAFE) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        share = book.add_format({"num_format": "0%"})
        for sheet in report.sheets:
            page = book.add_worksheet(sheet.title.translate(FORBIDDEN)[:LONGEST_NAME])
            page.write_string(0, 0, f"{report.title}, {report.month}", bold)
            page.write_string(1, 0, report.office)
            page.set_column(0, 0, 44)
            page.set_column(1, len(sheet.head), 14)
            for column, name in enumerate(sheet.head):
                page.write_string(3, column, name, bold)
            for row, cells in enumerate(sheet.rows, 4):
                for column, cell in enumerate(cells):
                    if isinstance(cell, str):
                        page.write_string(row, column, cell)
                    elif cell is not None:
                        page.write_number(row, column, cell, share if isinstance(cell, float) else None)
    return out.getvalue()
