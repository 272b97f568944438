package io.penstock.benchmarks.commands;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The yardstick: lists the topics with Kafka's admin client, and nothing else. */
final class ListTopics {
    private ListTopics() {}

    /** Takes the address of Kafka. */
    public static void main(String[] arguments) throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]))) {
            System.out.println(admin.listTopics().names().get().size() + " topics");
        }
    }
}
