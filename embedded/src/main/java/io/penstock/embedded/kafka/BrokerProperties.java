package io.penstock.embedded.kafka;

import java.nio.file.Path;
import java.util.Properties;

/** Kafka's properties for a broker that is alone on its machine. */
final class BrokerProperties {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final int MEBIBYTE = 1 << 20;

    private BrokerProperties() {}

    static Properties of(Path log, int port, int controllerPort) {
        Properties properties = new Properties();
        identity(properties, log, port, controllerPort);
        singleNode(properties);
        limits(properties);
        smallFootprint(properties);
        return properties;
    }

    private static void identity(Properties properties, Path log, int port, int controllerPort) {
        String broker = "PLAINTEXT://" + LoopbackPorts.ADDRESS + ":" + port;
        String controller = LoopbackPorts.ADDRESS + ":" + controllerPort;
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE_ID));
        properties.put("log.dirs", log.toString());
        properties.put("listeners", broker + "," + CONTROLLER_LISTENER + "://" + controller);
        properties.put("advertised.listeners", broker);
        properties.put("controller.listener.names", CONTROLLER_LISTENER);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("controller.quorum.voters", NODE_ID + "@" + controller);
    }

    private static void singleNode(Properties properties) {
        properties.put("auto.create.topics.enable", "false");
        properties.put("default.replication.factor", "1");
        properties.put("min.insync.replicas", "1");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "3");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "3");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        // After a kill the controller refuses the new broker until it has given up the old one: let that not take long.
        properties.put("broker.session.timeout.ms", "2500");
        properties.put("broker.heartbeat.interval.ms", "1000");
        // Written and forced to disk every five seconds else, at rest too; who is alone knows it from the log's end.
        properties.put("replica.high.watermark.checkpoint.interval.ms", "60000");
    }

    private static void limits(Properties properties) {
        // MongoDB takes documents of 16 MiB, which can more than double as escaped JSON, before-image beside them.
        properties.put("message.max.bytes", Integer.toString(64 * MEBIBYTE));
        // After a kill every segment in use is read through: small ones keep recovery quick, and the disk's limit
        // close.
        properties.put("log.segment.bytes", Integer.toString(128 * MEBIBYTE));
        properties.put("log.index.size.max.bytes", Integer.toString(MEBIBYTE));
    }

    private static void smallFootprint(Properties properties) {
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("num.recovery.threads.per.data.dir", "2");
        properties.put("group.coordinator.threads", "1");
        properties.put("share.coordinator.threads", "1");
        properties.put("transaction.state.log.segment.bytes", Integer.toString(16 * MEBIBYTE));
        properties.put("offsets.topic.segment.bytes", Integer.toString(16 * MEBIBYTE));
        properties.put("log.cleaner.threads", "1");
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * MEBIBYTE));
        // Else the controller writes a record twice a second for as long as nothing happens; it has nobody to tell.
        properties.put("metadata.max.idle.interval.ms", "0");
    }
}
