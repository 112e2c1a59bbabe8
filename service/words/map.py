"""The words of the map, in Chinese and English."""

from __future__ import annotations

MAP_WORDS: dict[str, tuple[str, str]] = {
    "map": ("地图", "Map"),
    "map_about": (
        "计划里的任务落在哪里:圆越大,任务越多。虚线圈是位置的误差范围,实际位置在圈内某处。",
        "Where the plan's tasks are: the larger the dot, the more tasks. A dashed circle is how far off it may be.",
    ),
    "map_label": ("地图:{} 处已定位,下面的表内容相同", "A map of {} located places; the table below says the same"),
    "map_filters": ("筛选任务", "Filter tasks"),
    "all_units_choice": ("全部单位", "All units"),
    "all_goals_choice": ("全部目标", "All goals"),
    "all_brands_choice": ("全部品牌", "All brands"),
    "due_by": ("期限不晚于", "Due by"),
    "filter_apply": ("筛选", "Filter"),
    "filter_clear": ("全部任务", "All tasks"),
    "map_tools": ("圈出范围", "Mark an area"),
    "draw_polygon": ("画多边形", "Draw a polygon"),
    "draw_circle": ("画圆", "Draw a circle"),
    "finish": ("完成", "Finish"),
    "undo_corner": ("撤销一点", "Undo a corner"),
    "cancel": ("取消", "Cancel"),
    "erase": ("清除范围", "Clear the area"),
    "drawing_polygon": (
        "点击地图加点,再点第一点或按“完成”结束。键盘:方向键移动地图,回车在十字处加点,退格撤销,Esc 取消。",
        "Click to add corners; click the first again, or Finish. Keyboard: arrows move the map, Enter adds a corner at "
        "the cross, Backspace undoes, Escape cancels.",
    ),
    "drawing_circle": (
        "先点圆心,再点圆上一点。键盘:方向键移动地图,回车在十字处定点,Esc 取消。",
        "Click the centre, then a point on the circle. Keyboard: arrows move the map, Enter sets a point at the cross, "
        "Escape cancels.",
    ),
    "corners_set": ("已有 {} 点", "{} corners so far"),
    "by_numbers": ("用数字输入范围", "Give the area as numbers"),
    "circle_numbers": ("圆", "Circle"),
    "longitude": ("经度", "Longitude"),
    "latitude": ("纬度", "Latitude"),
    "radius": ("半径(米)", "Radius in metres"),
    "polygon_numbers": ("多边形的各点", "Corners of a polygon"),
    "polygon_hint": (
        "每行一个“经度 纬度”(CGCS2000/WGS84,度),也可粘贴 WKT",
        "“longitude latitude” a line (CGCS2000/WGS84, degrees), or WKT",
    ),
    "ask_inside": ("查范围内有什么", "What is inside?"),
    "own_file": ("打开自己的文件", "Open a file of your own"),
    "own_file_hint": (
        "GeoJSON、KML 或 Shapefile 压缩包,也可拖到地图上。文件只在本浏览器里打开,不会上传。",
        "GeoJSON, KML or a zipped shapefile; or drop it on the map. It is opened in this browser only and not sent.",
    ),
    "file_shown": ("{}:{} 个图形,只在本浏览器里", "{}: {} shapes, in this browser only"),
    "file_ask": ("查计划里有什么落在其中", "Ask what of the plan falls in it"),
    "file_ask_hint": ("这会把图形的坐标发给本服务器。", "This sends the shapes' coordinates to this server."),
    "file_remove": ("移除文件", "Remove the file"),
    "file_too_large": ("文件超过 {} MB,没有打开。", "The file is larger than {} MB and was not opened."),
    "file_unpacked_too_large": (
        "压缩包解开后超过 {} MB,没有打开。",
        "Unpacked, the archive is larger than {} MB; it was not opened.",
    ),
    "file_unreadable": (
        "“{}”打不开:不是能识别的 GeoJSON、KML 或 Shapefile 压缩包。",
        "“{}” cannot be opened: it is no GeoJSON, KML or zipped shapefile that can be read.",
    ),
    "file_empty": ("“{}”里没有图形。", "There are no shapes in “{}”."),
    "file_too_many": (
        "“{}”的图形共有 {} 个点,最多 {} 个,请先简化。",
        "The shapes of “{}” have {} points; simplify them to at most {}.",
    ),
    "file_not_degrees": (
        "“{}”的坐标不是经纬度。请附上 .prj 文件,或先转换为经纬度(CGCS2000/WGS84)。",
        "The coordinates of “{}” are no degrees. Add its .prj file, or convert it to longitude and latitude.",
    ),
    "file_unknown_system": (
        "“{}”的 .prj 写的坐标系不能识别,没有打开。请先转换为经纬度(CGCS2000/WGS84)。",
        "The reference system in the .prj of “{}” is not known, so it was not opened. Convert it to longitude and "
        "latitude.",
    ),
    "file_slow": ("“{}”太久没有读完,已停止。", "“{}” took too long to read and was stopped."),
    "file_no_areas": ("文件里没有面,只能显示。", "The file has no areas: it can be shown but not asked with."),
    "schematic_layer": ("示意图层", "Schematic layer"),
    "schematic_note": (
        "示意图层只表示大致关系,不是真实位置,不参与任何查询和统计。",
        "The schematic layer shows roughly how things lie to each other. It is no position, and no answer counts it.",
    ),
    "schematic_mark": ("示意", "schematic"),
    "copy_view": ("复制本视图链接", "Copy a link to this view"),
    "copied_view": ("已复制", "Copied"),
    "copy_failed": ("请从地址栏复制", "Copy it from the address bar"),
    "inside_title": ("范围内", "Inside the area"),
    "inside_tasks": ("任务", "Tasks"),
    "inside_units": ("单位", "Units"),
    "inside_things": ("地点、项目、设施", "Places, projects, facilities"),
    "inside_none": ("范围内没有已定位的任务。", "No located task lies inside."),
    "inside_caution": (
        "位置有误差:±数为误差(米),误差大的也可能在范围外。",
        "Positions are not exact: ± is the error in metres, by which a place may lie outside.",
    ),
    "inside_crosses": (
        "范围的边界自相交,按修复后的图形计算;请检查画的是不是想要的范围。",
        "The area's outline crosses itself; it is computed with as repaired. See that it is the area you mean.",
    ),
    "inside_wide": (
        "范围宽过半个地球,按原样计算;跨过 180° 经线的范围请分成东西两部分。",
        "The area is wider than half the earth and is taken as it stands; one across the antimeridian has two parts.",
    ),
    "inside_cut": (
        "太多了,这里没有列全,下载里有全部。",
        "There are more than are listed; the downloads have them all.",
    ),
    "inside_link": ("固定链接", "Permanent link"),
    "inside_too_long": (
        "图形太复杂,放不进链接;下载和链接从略,SPARQL 完整。",
        "The shape is too long for a link, so there are no links or downloads; the SPARQL is whole.",
    ),
    "sparql_asked": ("这样问的(SPARQL)", "What was asked (SPARQL)"),
    "sparql_open": ("在 SPARQL 编辑器中打开", "Open in the SPARQL editor"),
    "not_located": ("没有位置的任务", "Tasks without a place"),
    "not_located_hint": (
        "它们没有提到已定位的地点,地图上看不到。",
        "They name no place that is located, so the map cannot show them.",
    ),
    "no_not_located": ("没有:每项任务都有位置。", "None: every task has a place."),
    "panel_none": ("没有位置", "Not located"),
    "panel_tasks": ("任务", "Tasks"),
    "panel_sentences": ("原文依据", "In the plan's words"),
    "panel_page": ("打开它的页面", "Open its page"),
    "panel_close": ("关闭", "Close"),
    "position": ("位置", "Position"),
    "method": ("定位方法", "How it was located"),
    "accuracy": ("精度", "Accuracy"),
    "accuracy_metres": ("±{} 米", "±{} m"),
    "accuracy_unknown": ("未注明", "not stated"),
    "how_found": ("依据", "Source"),
    "table_twin": ("同样的内容:表", "The same as a table"),
    "table_cut": (
        "只列任务最多的 {} 处,下载里有全部 {} 处。",
        "Only the {} with most tasks are listed; downloads have all {}.",
    ),
    "thing": ("地点、项目或设施", "Place, project or facility"),
    "thing_kind": ("类别", "Kind"),
    "tasks_column": ("任务数", "Tasks"),
    "no_located": ("还没有任何地点有位置。", "No place is located yet."),
    "legend_surveyed": ("实测或公布的位置", "surveyed or published position"),
    "legend_derived": ("推算位置", "position worked out"),
    "legend_quiet": ("没有任务", "without tasks"),
    "legend_accuracy": ("误差范围", "how far off it may be"),
    "map_of_things": ("在地图上", "On the map"),
    "map_of_things_link": ("在大地图上看", "On the large map"),
    "without_place": ("另有 {} 处没有位置", "{} more are not located"),
    "zoom_in": ("放大", "Zoom in"),
    "zoom_out": ("缩小", "Zoom out"),
    "map_failed": ("地图没有更新:{}", "The map was not updated: {}"),
    "map_cut": (
        "画出任务最多的 {} 处;这一范围内共 {} 处。放大或移动,可看到其余。",
        "The {} places with most tasks are drawn, of {} in this view. Zoom in or move for the others.",
    ),
    "map_all_in_view": (
        "这一范围内的 {} 处都已画出。移动可看到别处。",
        "All {} places in this view are drawn. Move for others.",
    ),
    "tasks_of_thing": ("{},{} 项任务", "{}, {} tasks"),
    "tasks_and_accuracy": ("{},{} 项任务,±{} 米", "{}, {} tasks, ±{} m"),
}

# What the scripts of a map say; the rest stands on the page.
_SCRIPT_WORDS = (
    *("drawing_polygon", "drawing_circle", "corners_set", "file_shown", "file_too_large", "file_unpacked_too_large"),
    *(
        "file_unreadable",
        "file_empty",
        "file_too_many",
        "file_not_degrees",
        "file_unknown_system",
        "file_slow",
        "file_no_areas",
    ),
    *(
        "copied_view",
        "copy_failed",
        "zoom_in",
        "zoom_out",
        "map_failed",
        "map_cut",
        "map_all_in_view",
        "tasks_of_thing",
        "tasks_and_accuracy",
    ),
    *("schematic_mark", "finish", "undo_corner", "cancel", "file_ask", "file_ask_hint", "file_remove"),
)


def script_words(language: str) -> dict[str, str]:
    """The words of a map's scripts in a language."""
    return {key: MAP_WORDS[key][language == "en"] for key in _SCRIPT_WORDS}
