# syntax=docker/dockerfile:1

# Packages first and alone: they change seldom, and this layer is the slow one.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The optional packages are a Node.js, which the image has, and a speed-up that is not worth its build risk.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --loglevel=error \
  # googleapis brings the clients of some 300 services in 200 MB; the hub uses one.
  && find node_modules/googleapis/build/src/apis -mindepth 1 -maxdepth 1 -type d ! -name sheets -exec rm -rf {} +

FROM packages AS sandbox-packages
# The sandbox's mail server is no part of the hub.
RUN npm ci --omit=optional --ignore-scripts --loglevel=error

FROM node:24-slim AS base
ENV NODE_ENV=production
WORKDIR /app
COPY package.json ./
COPY bin bin
COPY scripts/lib scripts/lib
COPY src src
COPY connectors connectors
COPY jobs jobs

# Local Notion, Stripe, Google Sheets and mail, to try the hub without any account.
FROM base AS sandbox
COPY --from=sandbox-packages /app/node_modules node_modules
COPY sandbox sandbox
RUN install --directory --owner=node --group=node /sandbox
USER node
ENTRYPOINT ["node", "sandbox/main.ts"]

# Last, so that it is what `docker build .` makes.
FROM base AS hub
COPY --from=packages /app/node_modules node_modules
RUN install --directory --owner=node --group=node /sandbox
USER node
EXPOSE 8787
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT || 8787}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/bin/milepost.mjs"]
CMD ["start"]
