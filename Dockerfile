ARG NODE_VERSION=24.21.0

# The whole image, with git and certificates, only for building.
FROM node:${NODE_VERSION}-trixie AS build
WORKDIR /src
COPY . .
# CI: the lockfile is taken as it is, or the build ends. Only what the server needs in production is built; the last step
# is the one that the tests of @graphkeep/release take.
RUN CI=true node tooling/bootstrap.mjs \
    pnpm --filter-prod=@graphkeep/server... run build \
    --and node tooling/release/src/image-tree.ts /image

# The embedded graph engine is a native addon for glibc, which Alpine does not have.
FROM node:${NODE_VERSION}-trixie-slim
LABEL org.opencontainers.image.title="Graphkeep server" \
      org.opencontainers.image.description="Typed graph data over HTTP: tRPC, health and metrics." \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production \
    GRAPHKEEP_PROFILE=production \
    GRAPHKEEP_DATA=/data \
    HOST=0.0.0.0 \
    PORT=4000
RUN install --directory --owner=node --group=node /data
WORKDIR /app
COPY --from=build /image ./
USER 1000:1000
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --retries=3 --start-period=30s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`, { signal: AbortSignal.timeout(4000) }).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/main.js"]
