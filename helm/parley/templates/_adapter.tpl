{{/* How prometheus-adapter finds the metric of the autoscaler. */}}
{{- define "parley.adapterRules" -}}
rules:
  - seriesQuery: 'parley_connections{namespace!="",pod!=""}'
    resources:
      overrides:
        namespace: {resource: namespace}
        pod: {resource: pod}
    name: {matches: ^parley_connections$, as: parley_connections}
    # The doors of a pod together.
    metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
{{- end }}
