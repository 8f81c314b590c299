{{/* A variable from an entry of a Secret, if there is an entry: name, secret, key. */}}
{{- define "parley.secretEnv" -}}
{{- if .key }}
- name: {{ .name }}
  valueFrom:
    secretKeyRef: {name: {{ .secret }}, key: {{ .key }}}
{{- end }}
{{- end }}

{{/* Of the two kinds of keys only the HMAC secret comes as a variable. */}}
{{- define "parley.env" -}}
- name: SPRING_CONFIG_ADDITIONAL_LOCATION
  value: /etc/parley/config/
# Probes and figures are nobody's business at the port that clients reach.
- name: MANAGEMENT_SERVER_PORT
  value: "8081"
{{- with .Values.logFormat }}
- name: LOGGING_STRUCTURED_FORMAT_CONSOLE
  value: {{ . }}
{{- end }}
{{- with .Values.auth }}
{{- include "parley.secretEnv" (dict "name" "PARLEY_AUTH_SECRET" "secret" .existingSecret "key" .secretKey) }}
{{- if .publicKeyKey }}
- name: PARLEY_AUTH_PUBLICKEY
  value: /etc/parley/auth/{{ .publicKeyKey }}
{{- end }}
{{- end }}
{{- with .Values.redis }}
{{- include "parley.secretEnv" (dict "name" "SPRING_DATA_REDIS_USERNAME" "secret" .existingSecret "key" .usernameKey) }}
{{- include "parley.secretEnv" (dict "name" "SPRING_DATA_REDIS_PASSWORD" "secret" .existingSecret "key" .passwordKey) }}
{{- include "parley.secretEnv" (dict "name" "SPRING_DATA_REDIS_SENTINEL_PASSWORD" "secret" .existingSecret "key" .sentinelPasswordKey) }}
{{- end }}
{{- with .Values.relay }}
{{- include "parley.secretEnv" (dict "name" "PARLEY_RELAY_LOGIN" "secret" .existingSecret "key" .loginKey) }}
{{- include "parley.secretEnv" (dict "name" "PARLEY_RELAY_PASSCODE" "secret" .existingSecret "key" .passcodeKey) }}
{{- end }}
{{- if .Values.trust.existingSecret }}
- name: SPRING_SSL_BUNDLE_PEM_TRUST_TRUSTSTORE_CERTIFICATE
  value: file:/etc/parley/trust/{{ .Values.trust.caKey }}
{{- end }}
{{- if .Values.tls.existingSecret }}
- name: SPRING_SSL_BUNDLE_PEM_PARLEY_KEYSTORE_CERTIFICATE
  value: file:/etc/parley/tls/tls.crt
- name: SPRING_SSL_BUNDLE_PEM_PARLEY_KEYSTORE_PRIVATEKEY
  value: file:/etc/parley/tls/tls.key
- name: SPRING_SSL_BUNDLE_PEM_PARLEY_RELOADONUPDATE
  value: "true"
- name: SERVER_SSL_BUNDLE
  value: parley
- name: PARLEY_SOCKET_SSL
  value: parley
# The kubelet asks in plain HTTP.
- name: MANAGEMENT_SERVER_SSL_ENABLED
  value: "false"
{{- end }}
{{- end }}

{{/* Name and Secret of what is mounted at /etc/parley/{name}. */}}
{{- define "parley.secretFiles" -}}
{{- if .Values.auth.publicKeyKey }}
auth: {{ .Values.auth.existingSecret }}
{{- end }}
{{- if .Values.trust.existingSecret }}
trust: {{ .Values.trust.existingSecret }}
{{- end }}
{{- if .Values.tls.existingSecret }}
tls: {{ .Values.tls.existingSecret }}
{{- end }}
{{- end }}

{{- define "parley.probe" -}}
httpGet:
  path: /actuator/health/{{ . }}
  port: management
timeoutSeconds: 3
{{- end }}

{{- define "parley.container" -}}
name: parley
image: {{ include "parley.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
ports:
  - {name: http, containerPort: 8080}
  - {name: socket, containerPort: 8090}
  - {name: management, containerPort: 8081}
env:
  {{- include "parley.env" . | nindent 2 }}
# Two minutes to come up before liveness counts.
startupProbe:
  {{- include "parley.probe" "liveness" | nindent 2 }}
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  {{- include "parley.probe" "liveness" | nindent 2 }}
  periodSeconds: 10
  failureThreshold: 3
readinessProbe:
  {{- include "parley.probe" "readiness" | nindent 2 }}
  periodSeconds: 5
  failureThreshold: 2
resources:
  {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  {{- include "parley.containerSecurity" . | nindent 2 }}
volumeMounts:
  - {name: config, mountPath: /etc/parley/config, readOnly: true}
  # The web server's own folder, and the native library of the fast door.
  - {name: tmp, mountPath: /tmp}
  {{- range $name, $_ := include "parley.secretFiles" . | fromYaml }}
  - {name: {{ $name }}, mountPath: /etc/parley/{{ $name }}, readOnly: true}
  {{- end }}
{{- end }}

{{- define "parley.podSpec" -}}
serviceAccountName: {{ include "parley.serviceAccount" . }}
automountServiceAccountToken: false
# Of the links of every Service in the namespace nothing is needed, and one called parley would set
# variables that look like Parley's own.
enableServiceLinks: false
terminationGracePeriodSeconds: {{ include "parley.gracePeriod" . }}
securityContext:
  {{- include "parley.podSecurity" . | nindent 2 }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- if .Values.topologySpread }}
topologySpreadConstraints:
  {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - topologyKey: {{ . }}
    maxSkew: 1
    whenUnsatisfiable: ScheduleAnyway
    # Of one version only: while it is rolled out, the old pods are about to go.
    matchLabelKeys: [pod-template-hash]
    labelSelector:
      matchLabels:
        {{- include "parley.selector" $ | nindent 8 }}
  {{- end }}
{{- end }}
containers:
  - {{- include "parley.container" . | nindent 4 }}
volumes:
  - name: config
    configMap:
      name: {{ include "parley.fullname" . }}
  - name: tmp
    emptyDir: {sizeLimit: 256Mi}
  {{- range $name, $secret := include "parley.secretFiles" . | fromYaml }}
  - name: {{ $name }}
    secret:
      secretName: {{ $secret }}
  {{- end }}
{{- end }}
