{{/* Name of every object: the release's, with the chart's where it is not in it already. */}}
{{- define "spotkeeper.fullname" -}}
{{- $name := .Values.fullnameOverride -}}
{{- if not $name -}}
{{- $name = .Release.Name -}}
{{- if not (contains .Chart.Name $name) -}}
{{- $name = printf "%s-%s" $name .Chart.Name -}}
{{- end -}}
{{- end -}}
{{- /* Releases may have dots in their names, Services may not. */ -}}
{{- $name | replace "." "-" | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{/* Name of a Service, which is a label of DNS as it was first defined. The argument: list of the context and the ending. */}}
{{- define "spotkeeper.serviceName" -}}
{{- $name := printf "%s-%s" (include "spotkeeper.fullname" (index . 0)) (index . 1) -}}
{{- if not (regexMatch "^[a-z]" $name) -}}
{{- fail (printf "Service %s: its name must begin with a letter, set fullnameOverride" $name) -}}
{{- end -}}
{{- $name -}}
{{- end -}}

{{- define "spotkeeper.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "spotkeeper.fullname" .) -}}
{{- end -}}

{{- define "spotkeeper.image" -}}
{{- with .Values.image.registry }}{{ . }}/{{ end -}}
{{- .Values.image.repository -}}
{{- if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end -}}
{{- end -}}

{{/* What pods are selected by; it must never change. The argument: list of the context and the component. */}}
{{- define "spotkeeper.selector" -}}
{{- $context := index . 0 -}}
app.kubernetes.io/name: {{ $context.Values.nameOverride | default $context.Chart.Name | quote }}
app.kubernetes.io/instance: {{ $context.Release.Name | quote }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- define "spotkeeper.labels" -}}
{{- $context := index . 0 -}}
{{ include "spotkeeper.selector" . }}
app.kubernetes.io/version: {{ $context.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $context.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $context.Chart.Name $context.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* A period such as 90s in whole seconds, rounded up. */}}
{{- define "spotkeeper.seconds" -}}
{{- $amount := regexFind "^[0-9]+" . | int64 -}}
{{- if hasSuffix "ms" . -}}{{ div (add $amount 999) 1000 }}
{{- else if hasSuffix "s" . -}}{{ $amount }}
{{- else if hasSuffix "m" . -}}{{ mul $amount 60 }}
{{- else -}}{{ mul $amount 3600 }}
{{- end -}}
{{- end -}}

{{/* From what age on no listing is decided on, in seconds: four fifths of the grace. */}}
{{- define "spotkeeper.listingAge" -}}
{{- div (mul (include "spotkeeper.seconds" (.Values.periods.visibilityGrace | default "5m")) 4) 5 -}}
{{- end -}}

{{/* How long a stop may take, in seconds: OperatorCommand adds 50 s to the send deadline. */}}
{{- define "spotkeeper.drain" -}}
{{- if .Values.periods.drainPeriod -}}
{{- include "spotkeeper.seconds" .Values.periods.drainPeriod -}}
{{- else -}}
{{- add (include "spotkeeper.seconds" (.Values.periods.sendDeadline | default "1m")) 50 -}}
{{- end -}}
{{- end -}}

{{/* Longer than the drain period: what the kubelet kills is settled only after the next start. */}}
{{- define "spotkeeper.gracePeriod" -}}
{{- $drain := include "spotkeeper.drain" . | int64 -}}
{{- $given := .Values.terminationGracePeriodSeconds | int64 -}}
{{- if and $given (le $given $drain) -}}
{{- fail (printf "terminationGracePeriodSeconds is %d, it must be longer than the drain period of %d s" $given $drain) -}}
{{- end -}}
{{- if $given }}{{ $given }}{{ else }}{{ add $drain 20 }}{{ end -}}
{{- end -}}

{{- define "spotkeeper.emulatorHost" -}}
{{- printf "%s-emulator.%s.svc" (include "spotkeeper.fullname" .) .Release.Namespace -}}
{{- end -}}

{{/* Where pods may run. */}}
{{- define "spotkeeper.nodes" -}}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Flags of the operator that values stand for, as a JSON list. */}}
{{- define "spotkeeper.args" -}}
{{- $args := list "operator" (printf "--http-port=%d" (.Values.httpPort | int)) (printf "--leader-election=%t" .Values.leaderElection) (printf "--concurrency=%d" (.Values.concurrency | int)) -}}
{{- range .Values.watchNamespaces }}{{ $args = append $args (printf "--namespace=%s" .) }}{{ end -}}
{{- range .Values.allowedEndpoints }}{{ $args = append $args (printf "--allowed-endpoint=%s" .) }}{{ end -}}
{{- if .Values.emulator.enabled -}}
{{- $args = append $args (printf "--allowed-endpoint=%s:%d" (include "spotkeeper.emulatorHost" .) (.Values.emulator.port | int)) -}}
{{- end -}}
{{- with .Values.clusterId }}{{ $args = append $args (printf "--cluster-id=%s" .) }}{{ end -}}
{{- range $name, $period := .Values.periods -}}
{{- with $period }}{{ $args = append $args (printf "--%s=%s" (kebabcase $name) .) }}{{ end -}}
{{- end -}}
{{- $owned := list "http-port" "leader-election" "concurrency" "namespace" "allowed-endpoint" "cluster-id" -}}
{{- range $name, $_ := .Values.periods }}{{ $owned = append $owned (kebabcase $name) }}{{ end -}}
{{- range .Values.extraArgs -}}
{{- $flag := regexReplaceAll "=.*" (trimPrefix "--" .) "" -}}
{{- if has $flag $owned }}{{ fail (printf "extraArgs: --%s has a value of its own in this chart, use that" $flag) }}{{ end -}}
{{- $args = append $args . -}}
{{- end -}}
{{- toJson $args -}}
{{- end -}}

{{- define "spotkeeper.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "spotkeeper.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* Every address but link-local ones, where clouds serve credentials of the node. */}}
{{- define "spotkeeper.anywhere" -}}
- ipBlock:
    cidr: 0.0.0.0/0
    except: [169.254.0.0/16]
- ipBlock:
    cidr: "::/0"
    except: ["fe80::/10"]
{{- end -}}
