{{/*
What the schema cannot say: keys that are right alone and wrong together. Each problem is a sentence
that begins with its key; all of them are told at once.
*/}}
{{- define "parley.check" -}}
{{- $problems := list "Image" "Config" "Auth" "Redis" "Relay" "Secrets" "Nodes" "Doors" "PodSpec" -}}
{{- $told := "" -}}
{{- range $problems -}}
{{- $told = printf "%s%s" $told (include (printf "parley.check%s" .) $) -}}
{{- end -}}
{{- if $told -}}
{{- fail (printf "\n%s" $told) -}}
{{- end -}}
{{- end }}

{{- define "parley.store" -}}
{{- dig "parley" "store" "type" "memory" .Values.config -}}
{{- end }}

{{- define "parley.broker" -}}
{{- dig "parley" "broker" "type" "local" .Values.config -}}
{{- end }}

{{/* The most nodes that there may be at once; a roll-out's surge aside. */}}
{{- define "parley.mostNodes" -}}
{{- .Values.autoscaling.enabled | ternary .Values.autoscaling.maxReplicas .Values.replicas | int -}}
{{- end }}

{{- define "parley.mostNodesKey" -}}
{{- .Values.autoscaling.enabled | ternary "autoscaling.maxReplicas" "replicas" -}}
{{- end }}

{{- define "parley.checkImage" -}}
{{- if not .Values.image.repository }}
- image.repository has to name the registry and repository of the image.
{{- end }}
{{- end }}

{{/* What the chart sets itself, or must not stand in a ConfigMap. */}}
{{- define "parley.checkConfig" -}}
{{- $config := .Values.config -}}
{{- range $path, $instead := dict
  "parley.auth.secret" "a Secret that auth.existingSecret and auth.secretKey name"
  "parley.relay.passcode" "a Secret that relay.existingSecret and relay.passcodeKey name"
  "spring.data.redis.password" "a Secret that redis.existingSecret and redis.passwordKey name"
  "spring.data.redis.sentinel.password" "a Secret that redis.existingSecret and redis.sentinelPasswordKey name"
-}}
{{- if include "parley.at" (dict "config" $config "path" $path) }}
- config.{{ $path }} would stand in a ConfigMap for all to read: put it into {{ $instead }}.
{{- end }}
{{- end }}
{{- $url := include "parley.at" (dict "config" $config "path" "spring.data.redis.url") }}
{{- if contains "@" $url }}
- config.spring.data.redis.url must hold no password, for all to read: name a Secret in redis.existingSecret and redis.passwordKey.
{{- end }}
{{- range $path, $instead := dict
  "server.port" "service.httpPort is the port of the Service"
  "parley.socket.port" "service.socketPort is the port of the Service"
  "management.server.port" "service.managementPort is the port of the Service"
-}}
{{- if include "parley.at" (dict "config" $config "path" $path) }}
- config.{{ $path }} is set by the chart, whose probes and Services rely on it; {{ $instead }}.
{{- end }}
{{- end }}
{{- if include "parley.at" (dict "config" $config "path" "logging.structured.format.console") }}
- config.logging.structured.format.console is set by the chart: say it in logFormat.
{{- end }}
{{- if include "parley.at" (dict "config" $config "path" "server.address") }}
- config.server.address would keep the Service away from the doors: leave it out.
{{- end }}
{{- if regexMatch "\\bdemo\\b" (include "parley.at" (dict "config" $config "path" "spring.profiles") | toString) }}
- config.spring.profiles: the profile demo gives a token to anybody and listens inside its pod alone: leave it out.
{{- end }}
{{- range $key := list "delay" "duration" }}
{{- $value := dig "parley" "drain" $key "0s" $config }}
{{- if or (kindIs "map" $value) (kindIs "slice" $value) (not (include "parley.seconds" $value)) }}
- config.parley.drain.{{ $key }} is a duration such as 20s, 500ms or 1m, not {{ toJson $value }}: the pod's grace period is made of it.
{{- end }}
{{- end }}
{{- end }}

{{/* What stands in the tree at a path with dots; nothing where there is nothing. */}}
{{- define "parley.at" -}}
{{- $here := .config -}}
{{- range splitList "." .path -}}
{{- $here = kindIs "map" $here | ternary (get (kindIs "map" $here | ternary $here dict) .) "" -}}
{{- end -}}
{{- kindIs "invalid" $here | ternary "" (toString $here) -}}
{{- end }}

{{- define "parley.checkAuth" -}}
{{- $sources := list -}}
{{- if .Values.auth.secretKey }}{{ $sources = append $sources "auth.secretKey" }}{{ end -}}
{{- if .Values.auth.publicKeyKey }}{{ $sources = append $sources "auth.publicKeyKey" }}{{ end -}}
{{- range $key := list "public-key" "jwks-uri" -}}
{{- if dig "parley" "auth" $key "" $.Values.config -}}
{{- $sources = append $sources (printf "config.parley.auth.%s" $key) -}}
{{- end -}}
{{- end -}}
{{- if not $sources }}
- auth.secretKey, auth.publicKeyKey or config.parley.auth.jwks-uri has to say which key tokens are verified with.
{{- else if gt (len $sources) 1 }}
- {{ join " and " $sources }} are two sources of keys; Parley takes exactly one.
{{- end }}
{{- if and (dig "parley" "auth" "cookie" "" .Values.config) (has "*" (dig "parley" "allowed-origins" list .Values.config)) }}
- config.parley.auth.cookie would let every page speak for its visitors: name the pages in config.parley.allowed-origins instead of *.
{{- end }}
{{- end }}

{{- define "parley.checkRedis" -}}
{{- $redis := dig "spring" "data" "redis" dict .Values.config -}}
{{- $place := or (get $redis "host") (get $redis "url") (dig "sentinel" "nodes" "" $redis) (dig "cluster" "nodes" "" $redis) -}}
{{- if and (eq (include "parley.store" .) "redis") (not $place) }}
- config.spring.data.redis has to say where Redis is, by host, url, sentinel.nodes or cluster.nodes: config.parley.store.type is redis.
{{- end }}
{{- if and (dig "sentinel" "nodes" "" $redis) (not (dig "sentinel" "master" "" $redis)) }}
- config.spring.data.redis.sentinel.master has to name the set of servers that sentinel.nodes watch.
{{- end }}
{{- if and (eq (include "parley.store" .) "memory") .Values.redis.existingSecret }}
- redis.existingSecret is of no use while config.parley.store.type is memory.
{{- end }}
{{- end }}

{{- define "parley.checkRelay" -}}
{{- $relay := dig "parley" "relay" dict .Values.config -}}
{{- if eq (include "parley.broker" .) "relay" }}
{{- if not (or (get $relay "host") (get $relay "addresses")) }}
- config.parley.relay.host or config.parley.relay.addresses has to say where the broker is: config.parley.broker.type is relay.
{{- end }}
{{- else if .Values.relay.existingSecret }}
- relay.existingSecret is of no use while config.parley.broker.type is {{ include "parley.broker" . }}.
{{- end }}
{{- if and (ne (include "parley.broker" .) "local") (eq (include "parley.store" .) "memory") }}
- config.parley.broker.type is {{ include "parley.broker" . }}, which connects nodes that share their channels: set config.parley.store.type to redis, too.
{{- end }}
{{- end }}

{{/* A Secret without an entry, or an entry without its Secret. */}}
{{- define "parley.checkSecrets" -}}
{{- $groups := dict
  "auth" (list "secretKey" "publicKeyKey")
  "redis" (list "passwordKey" "usernameKey" "sentinelPasswordKey")
  "relay" (list "loginKey" "passcodeKey")
  "trust" (list "caKey")
  "test" (list "tokenKey") }}
{{- range $group, $keys := $groups }}
{{- $values := get $.Values $group }}
{{- $named := list }}
{{- range $keys }}{{ if get $values . }}{{ $named = append $named . }}{{ end }}{{ end }}
{{- if and $named (not $values.existingSecret) }}
- {{ $group }}.existingSecret has to name the Secret that has the entry of {{ $group }}.{{ first $named }}.
{{- else if and $values.existingSecret (not $named) }}
- {{ $group }}.{{ first $keys }} has to name an entry of the Secret {{ $values.existingSecret }}.
{{- end }}
{{- end }}
{{- if ne (empty .Values.relay.loginKey) (empty .Values.relay.passcodeKey) }}
- relay.loginKey and relay.passcodeKey go together: a broker that knows one wants the other.
{{- end }}
{{- end }}

{{- define "parley.checkNodes" -}}
{{- $most := include "parley.mostNodes" . | int -}}
{{- $key := include "parley.mostNodesKey" . -}}
{{- if and (gt $most 1) (eq (include "parley.store" .) "memory") }}
- {{ $key }} is {{ $most }}, but config.parley.store.type memory keeps the channels of one node alone: set it to redis.
{{- end }}
{{- if and (gt $most 1) (eq (include "parley.broker" .) "local") }}
- {{ $key }} is {{ $most }}, but config.parley.broker.type local reaches no other node: set it to redis or relay.
{{- end }}
{{- $id := dig "parley" "node-id" "" .Values.config | toString }}
{{- if and $id (gt $most 1) (not (contains "${" $id)) }}
- config.parley.node-id would be the same for all nodes: leave it out, and they have the names of their pods.
{{- end }}
{{- with .Values.autoscaling }}
{{- if .enabled }}
{{- if gt (int .minReplicas) (int .maxReplicas) }}
- autoscaling.minReplicas is {{ .minReplicas }}, more than autoscaling.maxReplicas, {{ .maxReplicas }}.
{{- end }}
{{- if not (or .connections .cpu) }}
- autoscaling.connections or autoscaling.cpu has to say when there are too few nodes.
{{- end }}
{{- if and .cpu (not (dig "requests" "cpu" "" $.Values.resources)) }}
- autoscaling.cpu is a part of resources.requests.cpu, which is not set.
{{- end }}
{{- $limit := dig "parley" "limits" "connections" 50000 $.Values.config | int }}
{{- if and $limit (ge (int .connections) $limit) }}
- autoscaling.connections is {{ int .connections }}, but config.parley.limits.connections, {{ $limit }}, closes a node before another is asked for.
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "parley.checkDoors" -}}
{{- with .Values.ingress }}
{{- if and .enabled .tlsSecret (not .hosts) }}
- ingress.hosts has to name the hosts that the certificate of ingress.tlsSecret is for.
{{- end }}
{{- end }}
{{- $ports := list .Values.service.httpPort .Values.service.socketPort .Values.service.managementPort }}
{{- if lt (len (uniq $ports)) 3 }}
- service.httpPort, service.socketPort and service.managementPort have to differ.
{{- end }}
{{- if .Values.tls.existingSecret }}
{{- range $path := list "server.ssl" "parley.socket.ssl" }}
{{- if include "parley.at" (dict "config" $.Values.config "path" $path) }}
- config.{{ $path }} and tls.existingSecret are two certificates for one door: leave one out.
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "parley.checkPodSpec" -}}
{{- $grace := get .Values.podSpec "terminationGracePeriodSeconds" }}
{{- if and $grace (include "parley.drainDelay" .) (include "parley.drainDuration" .) }}
{{- if lt (int $grace) (include "parley.gracePeriod" . | int) }}
- podSpec.terminationGracePeriodSeconds is {{ $grace }}, but config.parley.drain needs {{ include "parley.gracePeriod" . }}: shorten that instead.
{{- end }}
{{- end }}
{{- range $list := list "containers" "initContainers" "volumes" }}
{{- range get $.Values.podSpec $list | default list }}
{{- if not (kindIs "map" . | ternary (get (kindIs "map" . | ternary . dict) "name") "") }}
- podSpec.{{ $list }}: each of them needs a name, by which it is merged.
{{- end }}
{{- end }}
{{- end }}
{{- end }}
