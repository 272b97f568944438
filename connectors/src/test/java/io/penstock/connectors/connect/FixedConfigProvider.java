package io.penstock.connectors.connect;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;

/** Stands where a worker has its environment: gives what the worker's own properties say. */
public final class FixedConfigProvider implements ConfigProvider {
    private final Map<String, String> values = new HashMap<>();

    @Override
    public void configure(Map<String, ?> properties) {
        properties.forEach((key, value) -> values.put(key, String.valueOf(value)));
    }

    @Override
    public ConfigData get(String path) {
        return new ConfigData(Map.copyOf(values));
    }

    @Override
    public ConfigData get(String path, Set<String> keys) {
        Map<String, String> asked = new HashMap<>(values);
        asked.keySet().retainAll(keys);
        return new ConfigData(asked);
    }

    @Override
    public void close() {}
}
