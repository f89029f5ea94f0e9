<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
{#- The style of one layer, as QGIS 3.22 and later read it: what differs comes in. -#}
{% macro rgba(colour, opacity=1.0) %}
{{- colour[1:3] | int(base=16) }},{{ colour[3:5] | int(base=16) }},{{ colour[5:7] | int(base=16) }},{{ (255 * opacity) | round | int -}}
{% endmacro %}
{% macro layer(class, options) %}
<layer class="{{ class }}" enabled="1" locked="0" pass="0">
 <Option type="Map">
 {% for name, value in options.items() %}
  <Option name="{{ name }}" value="{{ value }}" type="QString"/>
 {% endfor %}
 </Option>
 {{- caller() if caller }}
</layer>
{% endmacro %}
{% macro fill(colour, opacity) %}
{{ layer("SimpleFill", {"color": rgba(colour, opacity), "style": "solid", "outline_style": "no"}) }}
{% endmacro %}
{% macro line(colour, width_mm, dash="") %}
{{ layer("SimpleLine", {
  "line_color": rgba(colour), "line_style": "solid",
  "line_width": width_mm, "line_width_unit": "MM",
  "joinstyle": "round", "capstyle": "flat",
  "customdash": dash or "5;2", "customdash_unit": "MM", "use_custom_dash": 1 if dash else 0,
}) }}
{% endmacro %}
{% macro hatch(number, angle_deg) %}
{% call layer("LinePatternFill", {"angle": angle_deg, "distance": "2.1", "distance_unit": "MM"}) %}
 <symbol name="@0@{{ number }}" type="line" alpha="1">{{ line(colours.zone, 0.26) }}</symbol>
{% endcall %}
{% endmacro %}
<qgis version="3.22.0" styleCategories="Symbology|Labeling">
{% if classes %}
 <renderer-v2 type="categorizedSymbol" attr="{{ attribute }}" symbollevels="0">
  <categories>
  {% for class in classes %}
   <category value="{{ class.value }}" label="{{ class.label }}" symbol="{{ loop.index0 }}" type="{{ type }}" render="true"/>
  {% endfor %}
  </categories>
  <symbols>
  {% for class in classes %}
   <symbol name="{{ loop.index0 }}" type="fill" alpha="1">
    {{- fill(class.colour, class.opacity) }}
    {% if class.is_lined %}{{ line(class.colour, 0.6, class.dash) }}{% endif %}
   </symbol>
  {% endfor %}
  </symbols>
 </renderer-v2>
{% else %}
 <renderer-v2 type="singleSymbol" symbollevels="0">
  <symbols>
   <symbol name="0" type="{{ {"site": "marker", "site_line": "line"}.get(name, "fill") }}" alpha="1">
   {% if name in ("restricted", "only") %}
    {{- hatch(0, 45) }}
    {% if name == "only" %}{{ hatch(1, 135) }}{% endif %}
    {{- line(colours.zone, 0.4) }}
   {% elif name == "site" %}
    {{- layer("SimpleMarker", {
      "name": "circle", "color": rgba(colours.site),
      "outline_color": rgba("#ffffff"), "outline_width": "0.4", "outline_width_unit": "MM",
      "size": "2.6", "size_unit": "MM",
    }) }}
   {% else %}
    {{- line(colours.site, 0.6) }}
   {% endif %}
   </symbol>
  </symbols>
 </renderer-v2>
{% endif %}
{#- Qgis::LabelPlacement: 0 around a point, 2 along a line (flags: above, as on the map),
    4 level inside an area. #}
{% set placement = {
  "site": {"placement": 0},
  "site_line": {"placement": 2, "placementFlags": 10},
  "site_area": {"placement": 4},
}.get(name) %}
{% if placement %}
 <labeling type="simple">
  <settings>
   <text-style fieldName="site" fontSize="9" fontSizeUnit="Point" textColor="{{ rgba(colours.site) }}">
    <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="{{ rgba("#ffffff") }}"/>
   </text-style>
   <placement {{- placement | xmlattr }} dist="1.5" distUnits="MM"/>
  </settings>
 </labeling>
{% endif %}
 <layerGeometryType>{{ {"site": 0, "site_line": 1}.get(name, 2) }}</layerGeometryType>
</qgis>
