// The charts that our pages draw. Tooltips must have `renderMode: "richText"`: those made of HTML have style
// attributes, which our content security policy forbids.
import { BarChart, HeatmapChart, LineChart, SankeyChart, ScatterChart, SunburstChart, TreeChart } from "echarts/charts";
import {
  AriaComponent,
  DataZoomComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, HeatmapChart, LineChart, SankeyChart, ScatterChart, SunburstChart, TreeChart]);
use([AriaComponent, DataZoomComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent]);
use([TitleComponent, TooltipComponent, VisualMapComponent, LabelLayout, SVGRenderer]);

export { init };
