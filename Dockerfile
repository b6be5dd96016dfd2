# docker build --tag spotkeeper:0.1.0 .
#
# Bases by name and tag. hack/release-image names them by the digests that the registry has for these, and records them.
ARG BUILD=maven:3-eclipse-temurin-25
ARG BASE=debian:stable-slim

FROM ${BUILD} AS build
WORKDIR /src
COPY pom.xml LICENSE ./
COPY crds crds
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -q package -Dmaven.test.skip=true
COPY hack/image hack/java-home hack/
COPY image image
RUN hack/image /rootfs

FROM ${BASE}
COPY --from=build /rootfs/ /
# Logs for machines; few arenas of malloc, which keep what they once had.
ENV SPOTKEEPER_LOG_FORMAT=json MALLOC_ARENA_MAX=2
USER 65532:65532
WORKDIR /tmp
EXPOSE 8080
ENTRYPOINT ["/opt/spotkeeper/runtime/bin/java", "@/opt/spotkeeper/java.options", "-XX:AOTCache=/opt/spotkeeper/spotkeeper.aot", "-jar", "/opt/spotkeeper/spotkeeper.jar"]
CMD ["--help"]
