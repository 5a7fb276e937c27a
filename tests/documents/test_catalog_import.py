from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog import Catalogue
from bot.core.csv_rows import read_rows
from bot.core.database import Database, session_on
from bot.destinations import Restrictions
from bot.documents.imports import catalog
from bot.documents.imports.catalog import FileRefused, Imported, read_catalog, read_umkm
from bot.documents.imports.catalog_columns import UmkmRow
from bot.ordering.stock import reserve

CONFIG = Path(__file__).parents[2] / "config"
CLASSES = {"snack_dry", "meat_bovine"}
HEADER = (
    "sku,umkm,name_id,name_en,category,description_id,description_en,unit,price_idr,net_grams,gross_grams,"
    "length_mm,width_mm,height_mm,shelf_life_days,hs_code,classes,halal,stock,aliases"
)
INTIP = (
    "S-1,warung,Intip,Rice crust,food-snack,,,bungkus,24000,200,239,280,200,90,90,"
    "190490,snack_dry,yes,140,a|b"
)
KARAK = "S-2,warung,Karak,Karak,food-snack,,,bungkus,15000,250,295,300,220,90,,190590,snack_dry,yes,,"
UMKM = "code,name,district,hand_in_note_id\nwarung,Warung Sri,Solo,\n"


def file(folder: Path, *lines: str, name: str = "catalog.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(path: Path):
    return list(read_catalog(path, CLASSES, {"warung"}))


def complaints(path: Path) -> list[str]:
    with pytest.raises(FileRefused) as caught:
        read(path)
    return [one.removeprefix(f"{path}:") for one in caught.value.complaints]


@pytest.fixture
async def database(tables_url):
    database = Database(tables_url)
    yield database
    await database.close()


async def take(database, products, umkm=(), withdraw=False) -> Imported:
    async with database.writing() as connection, session_on(connection) as db:
        done = await catalog.import_catalog(db, products, umkm, withdraw)
        await db.commit()
        return done


async def written(database) -> tuple[str, str]:
    async with database.reading() as connection, session_on(connection) as db:
        return await catalog.export_catalog(db), await catalog.export_umkm(db)


def demo():
    umkm = read_umkm(CONFIG / "umkm.csv")
    classes = Restrictions.read(CONFIG).known_classes
    return read_catalog(CONFIG / "catalog.csv", classes, {one.code for one in umkm}), umkm


async def test_demo_files_are_exported_byte_for_byte(database):
    products, umkm = demo()
    done = await take(database, products, umkm)
    assert (done.added, done.umkm_added) == (len(products), len(umkm))
    catalog_text, umkm_text = await written(database)
    assert catalog_text.encode() == (CONFIG / "catalog.csv").read_bytes()
    assert umkm_text.encode() == (CONFIG / "umkm.csv").read_bytes()


async def test_only_an_empty_database_is_seeded_from_the_folder(database, tmp_path):
    classes = Restrictions.read(CONFIG).known_classes
    async with database.writing() as connection, session_on(connection) as db:
        assert await catalog.seed(db, tmp_path, classes) is None
        filled = await catalog.seed(db, CONFIG, classes)
        assert await catalog.seed(db, CONFIG, classes) is None
        await db.commit()
    assert filled is not None
    assert (await written(database))[0].count("\n") == filled.added + 1


async def test_a_second_import_changes_nothing(database):
    products, umkm = demo()
    await take(database, products, umkm)
    shown = Catalogue()
    async with database.reading() as connection:
        await shown.refresh(connection)
    assert await take(database, products, umkm) == Imported(unchanged=len(products))
    async with database.reading() as connection:
        assert not await shown.refresh(connection)


async def test_running_process_sees_new_prices_makers_and_withdrawals(database, tmp_path):
    umkm = read_umkm(file(tmp_path, UMKM, name="umkm.csv"))
    await take(database, read(file(tmp_path, HEADER, INTIP, KARAK)), umkm)
    shown = Catalogue()
    async with database.reading() as connection:
        await shown.refresh(connection)
    renamed = read_umkm(file(tmp_path, UMKM.replace("Sri", "Tari"), name="umkm.csv"))
    dearer = read(file(tmp_path, HEADER, INTIP.replace("24000", "26000")))
    assert await take(database, dearer, renamed, withdraw=True) == Imported(
        changed=1, withdrawn=1, umkm_changed=1
    )
    async with database.reading() as connection:
        assert await shown.refresh(connection)
    intip = shown.by_sku["S-1"]
    assert (intip.price_rupiah, intip.maker) == (26000, "Warung Tari")
    assert [one.sku for one in shown.offered()] == ["S-1"]


async def test_products_missing_from_the_file_stay_and_withdrawn_ones_return_with_it(database, tmp_path):
    umkm = read_umkm(file(tmp_path, UMKM, name="umkm.csv"))
    both = read(file(tmp_path, HEADER, INTIP, KARAK))
    await take(database, both, umkm)
    assert await take(database, both[:1]) == Imported(unchanged=1)
    assert (await written(database))[0].count("\n") == 3
    await take(database, both[:1], withdraw=True)
    assert await take(database, both) == Imported(changed=1, unchanged=1)
    assert (await written(database))[0].count("\n") == 3


async def test_renamed_maker_shows_on_unchanged_products(database, tmp_path):
    products = read(file(tmp_path, HEADER, INTIP))
    await take(database, products, read_umkm(file(tmp_path, UMKM, name="umkm.csv")))
    shown = Catalogue()
    async with database.reading() as connection:
        await shown.refresh(connection)
    await take(database, products, read_umkm(file(tmp_path, UMKM.replace("Sri", "Tari"), name="umkm.csv")))
    async with database.reading() as connection:
        assert await shown.refresh(connection)
    assert shown.by_sku["S-1"].maker == "Warung Tari"


async def test_export_has_the_stock_after_reservations(database, tmp_path):
    await take(
        database,
        read(file(tmp_path, HEADER, INTIP)),
        read_umkm(file(tmp_path, UMKM, name="umkm.csv")),
    )
    async with database.writing() as connection, session_on(connection) as db:
        await reserve(db, {1: 3})
        await db.commit()
    assert ",137," in (await written(database))[0]


FAULTS = {
    "sku": ("s 1", "capital letters"),
    "umkm": ("lain", "no UMKM 'lain'"),
    "name_id": ("", "is empty"),
    "name_en": ("x" * 201, "at most 200"),
    "category": ("Food/Snack", "small letters"),
    "description_id": ("x" * 1001, "at most 1000"),
    "unit": ("", "is empty"),
    "price_idr": ("24.000", "not a whole number"),
    "net_grams": ("-5", "greater than or equal to 1"),
    "gross_grams": ("100", "less than net_grams 200"),
    "length_mm": ("", "not a whole number"),
    "width_mm": ("99999", "less than or equal to 10000"),
    "height_mm": ("三", "not a whole number"),
    "shelf_life_days": ("lama", "not a whole number"),
    "hs_code": ("90490", "six digits"),
    "classes": ("snack_dry;gold", "no class 'gold'"),
    "halal": ("ya", "'yes', 'no' or 'na'"),
    "stock": ("-1", "greater than or equal to 0"),
    "aliases": ("a\x07b", "control characters"),
}


@pytest.mark.parametrize("column", FAULTS)
def test_fault_is_reported_by_line_and_column(tmp_path, column):
    value, says = FAULTS[column]
    cells = dict(zip(HEADER.split(","), INTIP.split(","), strict=True)) | {column: value}
    (complaint,) = complaints(file(tmp_path, HEADER, KARAK, ",".join(cells.values())))
    assert complaint.startswith(f"3: {column}: ")
    assert says in complaint


@pytest.mark.parametrize("column", ["name_id", "name_en", "description_en", "unit", "aliases"])
def test_a_mark_that_turns_the_direction_is_refused(tmp_path, column):
    cells = dict(zip(HEADER.split(","), INTIP.split(","), strict=True)) | {column: "gnis\u202eab"}
    assert complaints(file(tmp_path, HEADER, ",".join(cells.values()))) == [
        f"2: {column}: must have no direction marks (U+202E)"
    ]


async def test_texts_that_a_spreadsheet_would_run_are_exported_as_text_and_come_back(database, tmp_path):
    note = "+6281234567890"
    texts = {"name_id": "=1+1", "name_en": "'=1+1", "description_id": "-5 %", "aliases": "'abon"}
    cells = dict(zip(HEADER.split(","), INTIP.split(","), strict=True)) | texts
    cells["name_id"], cells["name_en"] = f"'{texts['name_id']}", f"'{texts['name_en']}"
    products = read(file(tmp_path, HEADER, ",".join(cells.values())))
    assert {name: getattr(products[0], name) for name in texts} == texts
    await take(database, products, read_umkm(file(tmp_path, f"{UMKM.strip()}{note}", name="umkm.csv")))
    goods, makers = await written(database)
    assert ",'=1+1,''=1+1,food-snack,'-5 %," in goods
    assert makers.endswith(f",{note}\n")
    again = file(tmp_path, goods.strip()), file(tmp_path, makers.strip(), name="umkm.csv")
    assert await take(database, read(again[0]), read_umkm(again[1])) == Imported(unchanged=1)


def many(folder: Path, count: int) -> Path:
    return file(folder, HEADER, *(INTIP.replace("S-1", f"S-{number}") for number in range(count)))


async def test_a_long_file_takes_no_more_memory_than_a_short_one(database, tmp_path):
    await take(database, (), read_umkm(file(tmp_path, UMKM, name="umkm.csv")))
    peaks = []
    for count in (catalog.CHUNK, 4 * catalog.CHUNK):
        rows = read_catalog(many(tmp_path, count), CLASSES, {"warung"})
        tracemalloc.start()
        await take(database, rows, withdraw=True)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


def test_a_long_file_is_checked_row_by_row(tmp_path):
    peaks = []
    for count in (500, 4000):
        path = many(tmp_path, count)
        tracemalloc.start()
        assert len(read_catalog(path, CLASSES, {"warung"})) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 3500 * len(INTIP)  # what is kept of a row is less than its text


def test_all_faults_of_a_file_are_reported_at_once_in_order(tmp_path):
    found = complaints(
        file(
            tmp_path, HEADER, INTIP.replace("24000", "0").replace("yes", "?"), KARAK, INTIP, "", INTIP, "x,y"
        )
    )
    assert [one.split(": ")[:2] for one in found] == [
        ["2", "price_idr"],
        ["2", "halal"],
        ["6", "sku"],
        ["7", "2 columns instead of 20"],
    ]


def test_missing_unknown_and_repeated_columns_are_reported(tmp_path):
    found = complaints(file(tmp_path, HEADER.replace("price_idr", "harga").replace("stock", "sku"), INTIP))
    assert {one.removeprefix("1: ") for one in found} == {
        "column price_idr is missing",
        "column stock is missing",
        "column 'harga' is unknown",
        "column sku stands twice",
    }


def test_a_cell_of_several_lines_is_read_as_one_and_shifts_no_line_number(tmp_path):
    spread = INTIP.replace("Rice crust,food-snack,", 'Rice crust,food-snack,"one \ntwo"')
    assert read(file(tmp_path, HEADER, spread))[0].description_id == "one two"
    assert [one.split(": ")[:2] for one in complaints(file(tmp_path, HEADER, spread, KARAK + ",x"))] == [
        ["4", "21 columns instead of 20"],
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "1: the file is empty"),
        (HEADER.encode() + b"\nS-1,\xd6\xd0\xce\xc4", "2: not UTF-8"),
        (HEADER.encode() + b"\nS-1,\0", "2: a NUL character"),
        (HEADER.encode() + b'\n"open', "2: not CSV"),
        (b"\x00\x01\x02", "1: "),
    ],
)
def test_file_that_is_no_catalogue_is_refused(tmp_path, content, says):
    path = tmp_path / "catalog.csv"
    path.write_bytes(content)
    assert complaints(path)[0].startswith(says)


def test_missing_file_is_reported(tmp_path):
    with pytest.raises(FileRefused, match="No such file"):
        read(tmp_path / "catalog.csv")


def test_file_saved_by_excel_is_read_the_same(tmp_path):
    plain = read(file(tmp_path, HEADER, INTIP, KARAK))
    excel = tmp_path / "excel.csv"
    excel.write_bytes("\r\n".join([HEADER, INTIP, KARAK, ""]).replace(",", ";").encode("utf-8-sig"))
    assert read(excel) == plain


def test_columns_may_stand_in_any_order(tmp_path):
    def backwards(line: str) -> str:
        return ",".join(reversed(line.split(",")))

    plain = read(file(tmp_path, HEADER, INTIP))
    assert read(file(tmp_path, backwards(HEADER), backwards(INTIP))) == plain


def test_two_umkm_with_one_code_are_refused(tmp_path):
    with pytest.raises(FileRefused, match="'warung' stands in line 2 already"):
        read_umkm(file(tmp_path, UMKM + "warung,Lain,,", name="umkm.csv"))


@settings(max_examples=50)
@given(st.binary(max_size=300) | st.text('ab,;"\n\r\t \x00ü', max_size=40).map(str.encode))
def test_any_file_is_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "umkm.csv"
    path.write_bytes(b"code,name,district,hand_in_note_id\n" + content)
    faults = []
    try:
        rows = read_rows(path, UmkmRow)
        assert len(list(rows)) == len(rows)
    except FileRefused as refused:
        faults = refused.complaints
    assert all(fault.startswith(f"{path}:") for fault in faults)


NEWER = f"{HEADER},stays_because,halal_no,pirt_md_no"


async def test_older_file_without_the_optional_columns_keeps_their_values(database, tmp_path):
    umkm = read_umkm(file(tmp_path, UMKM, name="umkm.csv"))
    products = read(file(tmp_path, NEWER, f"{INTIP},Mudah remuk,ID331,P-IRT 206"))
    await take(database, products, umkm)
    shown = Catalogue()
    for products in ((), read(file(tmp_path, HEADER, INTIP.replace("24000", "26000")))):
        await take(database, products)
        async with database.reading() as connection:
            await shown.refresh(connection)
        intip = shown.by_sku["S-1"]
        assert (intip.stays_because, intip.halal_no, intip.pirt_md_no) == (
            "Mudah remuk",
            "ID331",
            "P-IRT 206",
        )
    assert intip.price_rupiah == 26000
    await take(database, read(file(tmp_path, NEWER, f"{INTIP},,,")))
    async with database.reading() as connection:
        await shown.refresh(connection)
    assert (shown.by_sku["S-1"].stays_because, shown.by_sku["S-1"].halal_no) == ("", "")


def test_file_without_the_optional_columns_is_a_catalogue(tmp_path):
    (row,) = read(file(tmp_path, HEADER, KARAK))
    assert (row.halal_no, row.pirt_md_no, row.stays_because) == ("", "", "")
    assert complaints(file(tmp_path, NEWER, f"{KARAK},{'x' * 201},,")) == [
        "2: stays_because: String should have at most 200 characters"
    ]


FOOD = f"{HEADER},spicy,ingredients,allergens"


async def test_what_food_holds_is_imported_and_what_is_not_said_stays_unknown(database, tmp_path):
    umkm = read_umkm(file(tmp_path, UMKM, name="umkm.csv"))
    lines = [f'{INTIP},0,"nasi, gula jawa",none', f"{KARAK},,,"]
    await take(database, read(file(tmp_path, FOOD, *lines)), umkm)
    shown = Catalogue()
    async with database.reading() as connection:
        await shown.refresh(connection)
    intip, karak = shown.by_sku["S-1"], shown.by_sku["S-2"]
    assert (intip.spicy, intip.ingredients, intip.allergens) == (0, "nasi, gula jawa", ())
    assert (karak.spicy, karak.ingredients, karak.allergens) == (None, "", None)


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ("4,,", "2: spicy: Input should be less than or equal to 3"),
        ("pedas,,", "2: spicy: 'pedas' is not a whole number (digits only)"),
        (
            ",,peanut;kacang",
            "2: allergens: 'peanut;kacang': none, or gluten, crustacean, egg, fish, peanut, soy, milk, nut,"
            " sesame, several with ; between them",
        ),
    ],
)
def test_what_food_holds_is_checked(tmp_path, cells: str, complaint: str):
    assert complaints(file(tmp_path, FOOD, f"{KARAK},{cells}")) == [complaint]


OPTIONS = "option_of,option_id,option_en"
SIZED = f"{HEADER},{OPTIONS}"


def option(size: str, of: str = "S-1", label: str = "") -> str:
    row = INTIP.replace("S-1", f"{of}-{size}").replace("a|b", "").replace("Intip", f"Intip {size}")
    return f"{row},{of},{label or size},{label or size}"


async def test_a_product_that_comes_later_than_its_options_is_exported_above_them(database, tmp_path):
    umkm = read_umkm(file(tmp_path, UMKM, name="umkm.csv"))
    lone = [option(size).replace(f",S-1,{size},{size}", ",,,") for size in ("S", "M")]
    await take(database, read(file(tmp_path, SIZED, *lone, f"{KARAK},,,")), umkm)
    await take(database, read(file(tmp_path, SIZED, f"{INTIP},,,", option("S"), option("M"))))
    text, _umkm = await written(database)
    assert [line.partition(",")[0] for line in text.splitlines()[1:]] == ["S-1", "S-1-S", "S-1-M", "S-2"]
    again = tmp_path / "again.csv"
    again.write_text(text, encoding="utf-8")
    assert await take(database, read(again)) == Imported(unchanged=4)
    assert (await written(database))[0] == text


async def test_a_running_process_releases_a_product_whose_options_go(database, tmp_path):
    umkm = read_umkm(file(tmp_path, UMKM, name="umkm.csv"))
    await take(database, read(file(tmp_path, SIZED, f"{INTIP},,,", option("S"), option("M"))), umkm)
    shown = Catalogue()
    async with database.reading() as connection:
        await shown.refresh(connection)
    assert (shown.by_sku["S-1"].options, shown.by_sku["S-1"].stock) == (("S-1-S", "S-1-M"), 280)
    freed = [option(size).replace(f",S-1,{size},{size}", ",,,") for size in ("S", "M")]
    await take(database, read(file(tmp_path, SIZED, *freed)))
    async with database.reading() as connection:
        await shown.refresh(connection)
    assert (shown.by_sku["S-1"].options, shown.by_sku["S-1"].stock) == ((), 140)
    assert [one.sku for one in shown.goods()] == ["S-1", "S-1-S", "S-1-M"]


def test_two_options_with_one_label_are_refused(tmp_path):
    found = complaints(file(tmp_path, SIZED, f"{INTIP},,,", option("S"), option("M", label="s")))
    assert found == [
        "4: option_id: 's' is the label of S-1-S already",
        "4: option_en: 's' is the label of S-1-S already",
    ]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([option("S").replace(",S-1,S,S", ",,,"), option("X", of="S-1-S")], None),
        (
            [f"{KARAK},,,", f"{INTIP},S-2,a,a"],
            "S-1-S: option_of: 'S-1' is no product of its maker",
        ),
        ([f"{INTIP},,,", option("M", label="S")], "S-1-M: option_id: 'S' is the label of S-1-S already"),
    ],
)
async def test_a_part_of_a_catalogue_has_to_fit_the_rest(database, tmp_path, rows, says):
    umkm = read_umkm(file(tmp_path, UMKM, name="umkm.csv"))
    await take(database, read(file(tmp_path, SIZED, f"{INTIP},,,", option("S"))), umkm)
    before = await written(database)
    part = read(file(tmp_path, SIZED, *rows))
    if says is None:
        await take(database, part)
        return
    with pytest.raises(FileRefused, match=says):
        await take(database, part)
    assert await written(database) == before
