#!/bin/sh
# Makes the Secrets that the manifests name, or brings them up to date, from the directory that `portico bootstrap keys`
# has filled. Each process gets its own files and no others (docs/decisions/0018-how-portico-is-deployed.md).
#
#   k8s/create-secrets.sh <directory> [<namespace> [<namespace of NATS>]]
set -eu

directory=${1:?the directory of the keys}
namespace=${2:-portico}
nats=${3:-nats}

secret() {
  into=$1 name=$2
  shift 2
  for file; do
    shift
    set -- "$@" "--from-file=$file=$directory/$file"
  done
  # On the server's side, so that no annotation keeps a copy of the values.
  kubectl create secret generic "$name" --namespace "$into" "$@" --dry-run=client --output yaml |
    kubectl apply --server-side --namespace "$into" --filename -
}

secret "$namespace" portico-broker database-url-broker nats-broker.nk broker-cookies.json sealing.json
secret "$namespace" portico-dashboard database-url-dashboard dashboard-client-secret dashboard-cookies.json
secret "$namespace" portico-identity database-url-identity nats-identity.nk factors.json smtp-url
secret "$namespace" portico-sso-config database-url-sso-config nats-sso-config.nk sealing-public.json
secret "$namespace" portico-migration nats-migration.nk \
  owner-database-url-sso-config owner-database-url-identity owner-database-url-broker owner-database-url-dashboard \
  database-url-sso-config database-url-identity database-url-broker database-url-dashboard
secret "$namespace" portico-bootstrap database-url-broker seed-client-secret dashboard-client-secret
secret "$nats" portico-nats nats-accounts.conf

# Only where they are wanted: components/google, and the CronJob of base/jobs.yaml.
if [ -f "$directory/google-client-secret" ]; then
  secret "$namespace" portico-google google-client-secret
fi
if [ -f "$directory/key-rotation-client-secret" ]; then
  secret "$namespace" portico-key-rotation key-rotation-client-secret
fi
