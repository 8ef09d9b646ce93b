// What every page gets. Each module enhances what already works without it.
import "./menu.js";
import "./theme.js";
import "./forms.js";
import "./keep.js";
import "./files.js";
import "./copy.js";
import "./select.js";
import "./reveal.js";
import "./find.js";
