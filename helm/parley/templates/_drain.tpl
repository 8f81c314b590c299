{{/* Seconds, rounded up, of a duration as Spring reads it; nothing if it is none. */}}
{{- define "parley.seconds" -}}
{{- $text := kindIs "string" . | ternary . (printf "%d" (int64 .)) | lower -}}
{{- $milliseconds := -1 -}}
{{- if regexMatch "^[0-9]{1,9}(ms)?$" $text -}}
{{- $milliseconds = trimSuffix "ms" $text | int64 -}}
{{- else if regexMatch "^[0-9]{1,6}[smh]$" $text -}}
{{- $unit := get (dict "s" 1000 "m" 60000 "h" 3600000) (trunc -1 $text) -}}
{{- $milliseconds = mul (trunc (sub (len $text) 1 | int) $text | int64) $unit -}}
{{- else if regexMatch "^pt[0-9]{1,6}[smh]$" $text -}}
{{- include "parley.seconds" (trimPrefix "pt" $text) -}}
{{- end -}}
{{- if ge (int64 $milliseconds) 0 -}}
{{- div (add $milliseconds 999) 1000 -}}
{{- end -}}
{{- end }}

{{- define "parley.drainDelay" -}}
{{- include "parley.seconds" (dig "parley" "drain" "delay" "5s" .Values.config) -}}
{{- end }}

{{- define "parley.drainDuration" -}}
{{- include "parley.seconds" (dig "parley" "drain" "duration" "20s" .Values.config) -}}
{{- end }}

{{/* Until the drain is over, and 15 s for what comes after it. */}}
{{- define "parley.gracePeriod" -}}
{{- add (include "parley.drainDelay" . | int) (include "parley.drainDuration" . | int) 15 -}}
{{- end }}
