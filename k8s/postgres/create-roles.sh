#!/bin/sh
# Makes the ways into the databases of k8s/postgres/cluster.yaml, as files of the directory of the keys, and the Secrets with
# their passwords that CloudNativePG reads. Files that are there stay, so it may run again at any time.
#
#   k8s/postgres/create-roles.sh <directory> [<namespace of PostgreSQL>]
set -eu
umask 077

directory=${1:?the directory of the keys}
namespace=${2:-postgres}
host=portico-rw.$namespace.svc.cluster.local:5432

role() {
  file=$directory/$1 role=$2 database=$3
  if [ ! -f "$file" ]; then
    password=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
    printf 'postgres://%s:%s@%s/%s\n' "$role" "$password" "$host" "$database" >"$file"
  fi
  password=$(sed 's|^[^:]*://[^:]*:\([^@]*\)@.*$|\1|' "$file")
  # By standard input: what stands on a command line, everybody on this machine may read.
  kubectl apply --server-side --filename - <<EOF
apiVersion: v1
kind: Secret
metadata: { name: $(printf %s "$role" | tr _ -), namespace: $namespace, labels: { cnpg.io/reload: "true" } }
type: kubernetes.io/basic-auth
stringData: { username: $role, password: "$password" }
EOF
}

for service in sso-config identity broker dashboard; do
  name=portico_$(printf %s "$service" | tr - _)
  role "owner-database-url-$service" "${name}_owner" "$name"
  role "database-url-$service" "$name" "$name"
done
