# syntax=docker/dockerfile:1

# Penstock in a container: a JRE and the jars. docs/deployment.md says how to run it.

FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -B -ntp package -pl cli -am -Dmaven.test.skip=true -Dspotless.check.skip=true -Djacoco.skip=true \
    && mkdir own \
    && cp */target/penstock-*.jar own/ \
    && rm cli/target/lib/penstock-*.jar

FROM eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="Penstock" \
      org.opencontainers.image.description="Turns the change stream of a MongoDB database into background work" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --system --uid 10001 --no-create-home penstock \
    && install --directory --owner=penstock /var/lib/penstock
WORKDIR /opt/penstock
# Libraries first: they change seldom, and are then a layer that every version shares.
COPY --from=build /build/cli/target/lib/ lib/
COPY --from=build /build/own/ lib/
USER penstock

# The Java launcher reads the first; the health check below, and each command that runs for long, the second; the C library
# the third, which else keeps more and more of what RocksDB has given back, the more processors there are.
ENV JDK_JAVA_OPTIONS="-Xmx1g" \
    PENSTOCK_HEALTH_FILE="/tmp/penstock.health" \
    MALLOC_ARENA_MAX="2"
HEALTHCHECK --start-period=2m --start-interval=2s --interval=15s --timeout=5s --retries=2 \
    CMD test -n "$(find "$PENSTOCK_HEALTH_FILE" -mmin -1)"

# Java itself is process 1, so that it gets the signals.
ENTRYPOINT ["java", "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseG1GC", "-Dfile.encoding=UTF-8", \
    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
    "-cp", "/opt/penstock/lib/*", "io.penstock.cli.Penstock"]
CMD ["--help"]
