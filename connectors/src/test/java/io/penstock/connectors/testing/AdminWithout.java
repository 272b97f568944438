package io.penstock.connectors.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.internals.KafkaFutureImpl;

/** An admin client whose user has not all rights: what it may not do the cluster refuses, as it would. */
public final class AdminWithout {
    private AdminWithout() {}

    /** Its user may make no topics: those that are there are refused, too. */
    public static Admin createTopics(Admin admin) {
        return AdminWithout.<NewTopic>without(
                admin, "createTopics", topics -> new CreateTopicsResult(refused(topics, NewTopic::name)) {});
    }

    /** Its user may not see how topics are configured. */
    public static Admin describeConfigs(Admin admin) {
        return AdminWithout.<ConfigResource>without(
                admin,
                "describeConfigs",
                resources -> new DescribeConfigsResult(
                        AdminWithout.<ConfigResource, ConfigResource, Config>refused(resources, it -> it)) {});
    }

    private static <T> Admin without(Admin admin, String right, Function<Collection<T>, Object> answer) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(right)) {
                        @SuppressWarnings("unchecked")
                        Collection<T> asked = (Collection<T>) arguments[0];
                        return answer.apply(asked);
                    }
                    try {
                        return method.invoke(admin, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static <T, K, V> Map<K, KafkaFuture<V>> refused(Collection<T> asked, Function<T, K> name) {
        return asked.stream().collect(Collectors.toMap(name, each -> {
            KafkaFutureImpl<V> future = new KafkaFutureImpl<>();
            future.completeExceptionally(new TopicAuthorizationException("Not authorized"));
            return future;
        }));
    }
}
