# The images of Portico, one for each SERVICE: sso-config, identity, broker, dashboard, portico (the command line) and demo.
#
#   docker build --build-arg SERVICE=broker --tag portico/broker .
#
# `npm run images` runs the same stages in a folder, without Docker. docs/images.md tells the rest: labels, SBOM, sizes,
# and how to pin the two base images by digest.
ARG BUILD_IMAGE=node:24-trixie-slim
ARG RUNTIME_IMAGE=gcr.io/distroless/nodejs24-debian13:nonroot
ARG SERVICE

# What an installation depends on, so that it is done again only when that changes.
FROM ${BUILD_IMAGE} AS manifests
WORKDIR /src
COPY . .
RUN node tools/images/src/stages/lay-manifests.ts ../manifests

# Every program, once for all images.
FROM ${BUILD_IMAGE} AS build
ENV NX_DAEMON=false NX_TUI=false NO_COLOR=1
WORKDIR /src
COPY --from=manifests /manifests ./
RUN npm ci --ignore-scripts
COPY . .
RUN node node_modules/nx/dist/bin/nx.js run-many --targets=build --projects="$(node tools/images/src/stages/projects.ts)" --output-style=static
RUN node tools/images/src/stages/lay-programs.ts ../programs

# The packages that the programs of one image import, and the list of them.
FROM ${BUILD_IMAGE} AS packages
ARG SERVICE
WORKDIR /app
COPY --from=manifests /manifests ./
RUN npm ci --omit=dev --ignore-scripts --include-workspace-root=false $(node tools/images/src/stages/workspaces.ts "$SERVICE")
# Some packages came for the sake of what is developed with here; `prune` leaves what the image's own manifests ask for.
RUN node tools/images/src/stages/select-workspaces.ts "$SERVICE"
RUN npm prune --omit=dev --ignore-scripts --no-package-lock
RUN npm sbom --sbom-format=cyclonedx --sbom-type=application > sbom.cdx.json
RUN node tools/images/src/stages/strip-packages.ts
RUN mkdir -p ../volumes/keys ../volumes/nats ../volumes/demo

# Files are root's, processes are not: nothing here can be written.
FROM ${RUNTIME_IMAGE} AS runtime
ARG SERVICE
WORKDIR /app
COPY --from=packages /app ./
COPY --from=build /programs/${SERVICE} ./
# A new volume takes its owner from what the image has in its place.
COPY --chown=65532:65532 --from=packages /volumes /run/portico
ENV NODE_ENV=production MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=1048576
USER 65532:65532
ENTRYPOINT ["/nodejs/bin/node"]

FROM runtime AS sso-config
ENV NODE_OPTIONS="--max-semi-space-size=2 --import ./libs/service-kit/dist/tracing.js" PORT=3002
EXPOSE 3002 9002
CMD ["apps/sso-config/dist/main.js"]

FROM runtime AS identity
ENV NODE_OPTIONS="--max-semi-space-size=8 --import ./libs/service-kit/dist/tracing.js" PORT=3003
EXPOSE 3003 9003
CMD ["apps/identity/dist/main.js"]

FROM runtime AS broker
ENV NODE_OPTIONS="--max-semi-space-size=8 --import ./libs/service-kit/dist/tracing.js" PORT=3001
EXPOSE 3001 9001
CMD ["apps/broker/dist/main.js"]

FROM runtime AS dashboard
ENV NODE_OPTIONS="--max-semi-space-size=2 --import ./libs/service-kit/dist/tracing.js" PORT=3000
EXPOSE 3000 9000
CMD ["apps/dashboard/dist/main.js"]

FROM runtime AS portico
ENV NODE_OPTIONS=--max-semi-space-size=2
ENTRYPOINT ["/nodejs/bin/node", "tools/portico/dist/main.js"]
CMD ["--help"]

# The IdP simulator, Phone, and what seeds the demo: never beside real people.
FROM runtime AS demo
ENV NODE_OPTIONS=--max-semi-space-size=2
EXPOSE 3004 3005
CMD ["tools/idp-simulator/dist/main.js"]

FROM ${SERVICE} AS image
ARG SERVICE
ARG RUNTIME_IMAGE
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="portico/${SERVICE}" \
      org.opencontainers.image.description="Portico, a self-hosted single-sign-on broker: ${SERVICE}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="${RUNTIME_IMAGE}"
