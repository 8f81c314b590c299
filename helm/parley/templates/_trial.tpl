{{- define "parley.trialSelector" -}}
app.kubernetes.io/name: {{ include "parley.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: trial
{{- end }}

{{/* Not empty where a token can be had. */}}
{{- define "parley.canTry" -}}
{{- if and .Values.test.enabled (or .Values.auth.secretKey .Values.test.existingSecret) -}}
yes
{{- end -}}
{{- end }}
