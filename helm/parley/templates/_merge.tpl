{{/*
Two lists of things with names, `ours` and `theirs`, as one: what has the same name is merged, theirs
over ours, and what only they have comes after it.
*/}}
{{- define "parley.mergedByName" -}}
{{- $theirs := .theirs -}}
{{- $merged := list -}}
{{- $names := list -}}
{{- range $our := .ours -}}
{{- $names = append $names $our.name -}}
{{- $one := $our -}}
{{- range $their := $theirs -}}
{{- if eq $their.name $our.name -}}
{{- $one = include "parley.mergedContainer" (dict "our" $one "their" $their) | fromYaml -}}
{{- end -}}
{{- end -}}
{{- $merged = append $merged $one -}}
{{- end -}}
{{- range $their := $theirs -}}
{{- if not (has $their.name $names) -}}
{{- $merged = append $merged $their -}}
{{- end -}}
{{- end -}}
{{- toYaml $merged -}}
{{- end }}

{{/* A container, or a thing in one, which has no such lists. */}}
{{- define "parley.mergedContainer" -}}
{{- $our := .our -}}
{{- $their := deepCopy .their -}}
{{- range $list := list "env" "ports" "volumeMounts" -}}
{{- if and (hasKey $our $list) (hasKey $their $list) -}}
{{- $lists := dict "ours" (get $our $list) "theirs" (get $their $list) -}}
{{- $_ := set $their $list (include "parley.mergedByName" $lists | fromYamlArray) -}}
{{- end -}}
{{- end -}}
{{- if or (hasKey $their "value") (hasKey $their "valueFrom") -}}
{{- toYaml $their -}}
{{- else -}}
{{- toYaml (mergeOverwrite $our $their) -}}
{{- end -}}
{{- end }}

{{- define "parley.mergedPodSpec" -}}
{{- $ours := include "parley.podSpec" . | fromYaml -}}
{{- $theirs := deepCopy .Values.podSpec -}}
{{- range $list := list "containers" "volumes" -}}
{{- if hasKey $theirs $list -}}
{{- $lists := dict "ours" (get $ours $list) "theirs" (get $theirs $list) -}}
{{- $_ := set $theirs $list (include "parley.mergedByName" $lists | fromYamlArray) -}}
{{- end -}}
{{- end -}}
{{- toYaml (mergeOverwrite $ours $theirs) -}}
{{- end }}
