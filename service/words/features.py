"""The words of the pages about features, in Chinese and English."""

from __future__ import annotations

from typing import Final

FEATURE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "features": ("地理要素", "Features"),
    "features_title": ("规划图谱:地理要素", "PlanGraph: features"),
    "features_about": (
        "计划中的地点、项目、设施和任务,作为地图上的要素(OGC API – Features):"
        "QGIS、GDAL 等可直接读取,可按范围、时间、属性和 CQL2 表达式筛选。",
        "The places, projects, facilities and tasks of the plans as features on a map (OGC API – Features): QGIS, GDAL "
        "and others read them as they are, filtered by area, time, properties and CQL2.",
    ),
    "collections": ("要素集", "Collections"),
    "conformance": ("符合的标准", "Conformance"),
    "conformance_about": (
        "本服务满足下列标准的一致性类。",
        "This service meets these conformance classes of the standards.",
    ),
    "queryables": ("可筛选的属性", "What can be filtered by"),
    "queryable_name": ("参数名", "Parameter"),
    "queryable_type": ("类型", "Type"),
    "geometry": ("几何", "Geometry"),
    "no_geometry": ("没有位置", "not located"),
    "geometry_Point": ("点", "point"),
    "geometry_MultiPoint": ("多个点", "points"),
    "geometry_LineString": ("线", "line"),
    "geometry_MultiLineString": ("多条线", "lines"),
    "geometry_Polygon": ("面", "area"),
    "geometry_MultiPolygon": ("多个面", "areas"),
    "geometry_GeometryCollection": ("几何集合", "several shapes"),
    "items_of": ("{}:要素", "{}: features"),
    "feature_count": ("要素数", "Features"),
    "located_count": ("有位置的", "Located"),
    "reference_systems": ("坐标系", "Reference systems"),
    "extent": ("范围", "Extent"),
    "time_extent": ("时间", "Time"),
    "from_to": ("{} 至 {}", "{} to {}"),
    "features_shown": ("第 {}–{} 个,共 {} 个", "{}–{} of {}"),
    "no_features": ("没有符合条件的要素。", "No feature is like that."),
    "schematic_warning": (
        "注意:这些坐标只供示意,不是真实位置。",
        "Mind: these coordinates are for a sketch and are not true positions.",
    ),
    "connect": ("在 QGIS 和 GDAL 中打开", "Open in QGIS and GDAL"),
    "connect_about": (
        "QGIS:图层 → 添加图层 → 添加 WFS / OGC API – Features 图层,新建连接,地址填下面这一行。"
        "一个图层只画一种图形:有点有线的要素集,请分别添加其“点”“线”“面”。",
        "QGIS: Layer → Add Layer → Add WFS / OGC API – Features Layer, New, and this address. A layer draws one kind "
        "of shape: of a collection that has several, add its points, lines and areas.",
    ),
    "operations": ("操作", "Operations"),
    "all_that_is_said": ("关于它的一切", "All that is said of it"),
    "feature_name": ("名称", "Name"),
    "property": ("属性", "Property"),
}
