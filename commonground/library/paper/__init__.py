"""The library on paper: a page whole or on one sheet, all of an area's library on one, and a poster."""
