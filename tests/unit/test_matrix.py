"""The matrix of counts: its orders, its shades, and what is left of one that is too large."""

from __future__ import annotations

from service.pictures.matrix import SHADES, Heading, Matrix, Order

CELLS = {("a", "x"): 4, ("b", "y"): 9, ("c", "x"): 1, ("d", "y"): 2, ("d", "x"): 1}
MATRIX = Matrix(
    tuple(Heading(key, label) for key, label in (("a", "丁"), ("b", "乙"), ("c", "丙"), ("d", "甲"))),
    tuple(Heading(key, key) for key in ("x", "y")),
    CELLS,
)


def keys(matrix: Matrix) -> tuple[str, str]:
    """The rows and the columns in their order."""
    return "".join(row.key for row in matrix.rows), "".join(column.key for column in matrix.columns)


def test_the_order_by_load_has_the_greatest_sums_first() -> None:
    """Row b has 9, a has 4, d has 3, c has 1; column y has 11 and x has 6."""
    assert keys(MATRIX.ordered(Order.LOAD)) == ("badc", "yx")


def test_a_load_that_was_counted_outweighs_the_sum() -> None:
    """Tasks shared by several would count several times in a sum."""
    counted = Matrix((Heading("a", "a", load=1), Heading("b", "b", load=2)), (), {("a", "b"): 5})
    assert keys(counted.ordered(Order.LOAD))[0] == "ba"


def test_the_order_by_name_is_that_of_the_labels() -> None:
    """丁 comes before 丙, 乙 and 甲 in the order of their code points."""
    assert [row.label for row in MATRIX.ordered(Order.NAME).rows] == ["丁", "丙", "乙", "甲"]


def test_rows_that_are_alike_stand_together() -> None:
    """Rows b and d are mostly in y, a and c in x alone: beginning with b the likest follows each time."""
    assert keys(MATRIX.ordered(Order.CLUSTER))[0] == "bdac"


def test_the_greatest_cell_is_the_darkest_and_none_is_lost() -> None:
    """9 is as dark as there is, 1 still visible, 0 is none."""
    assert MATRIX.shade(9) == SHADES
    assert MATRIX.shade(1) >= 1
    assert MATRIX.shade(0) == 0


def test_a_turned_matrix_has_rows_as_columns() -> None:
    """Turned twice it is the same."""
    assert MATRIX.turned().cells["x", "a"] == 4
    assert MATRIX.turned().turned() == MATRIX


def test_what_is_cut_keeps_the_busiest_in_their_order() -> None:
    """Of the rows a and b are left, of the columns y."""
    assert keys(MATRIX.cut(2)) == ("ab", "xy")
    assert keys(MATRIX.cut(1)) == ("b", "y")
