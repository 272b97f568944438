package io.penstock.cli.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.processor.http.Peers;
import io.penstock.processor.http.Peers.Answer;
import io.penstock.processor.http.Token;
import io.penstock.records.Instance;
import java.util.List;

/**
 * The processes of a deployment that can be looked into. They are found by what the consumer group's coordinator says of its
 * members; any of them answers for all. For one thread.
 */
public final class Processes {
    private final KafkaAccess kafka;
    private final String application;
    private final Peers peers;
    private final ObjectMapper json = new ObjectMapper();
    /** Asked for once: a command is over in a moment. */
    private List<String> addresses = List.of();

    /**
     * @param application the deployment's name
     */
    public Processes(KafkaAccess kafka, String application, Peers peers) {
        this.kafka = kafka;
        this.application = application;
        this.peers = peers;
    }

    /**
     * Asks them.
     *
     * @param target path and query, escaped
     * @throws CommandFailure if none is there, none answers, or they say that something is wrong with the question
     */
    public JsonNode ask(String target) {
        if (addresses.isEmpty()) {
            addresses = find();
        }
        if (addresses.isEmpty()) {
            throw CommandFailure.failed(
                    "No process of '" + application + "' can be asked: either none runs ('penstock run"
                            + " --config FILE' starts one), or theirs say 'http.enabled: false'. Another deployment is named with"
                            + " --application or --config.");
        }
        StringBuilder silent = new StringBuilder();
        for (String address : addresses) {
            Answer answer = peers.ask(List.of(address), target).get(0);
            if (answer.good()) {
                return parsed(answer);
            }
            if (answer.status() >= 400 && answer.status() < 500) {
                throw CommandFailure.failed(parsed(answer).path("error").asText());
            }
            silent.append(silent.isEmpty() ? "" : "; ")
                    .append(address)
                    .append(": ")
                    .append(answer.body());
        }
        throw CommandFailure.failed("No process of '" + application + "' answers (" + silent
                + "). Can this machine reach them? 'http.host' and 'http.advertised' say where they are to be found.");
    }

    /** Where they are at this moment. */
    public List<String> present() {
        return addresses(kafka.members(application));
    }

    /** How many stream threads of other processes are at work at this moment, of those that cannot be asked, too. */
    public long membersBeside(String address) {
        String own = new Instance(application, address).clientId();
        return kafka.members(application).stream()
                .filter(member -> !member.equals(own) && !member.startsWith(own + "-"))
                .count();
    }

    /** Asks one of them. */
    public Answer ask(String address, String target) {
        return peers.ask(List.of(address), target).get(0);
    }

    /** Has one of them do something. */
    public Answer tell(String address, String target, Token token) {
        return peers.tell(address, target, token);
    }

    private List<String> find() {
        return addresses(kafka.members(application));
    }

    private List<String> addresses(List<String> members) {
        return members.stream()
                .flatMap(member -> Instance.ofClientId(member).stream())
                .filter(instance -> instance.application().equals(application))
                .map(Instance::address)
                .distinct()
                .sorted()
                .toList();
    }

    /** What a process has answered. */
    public JsonNode parsed(Answer answer) {
        try {
            return json.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw CommandFailure.failed(
                    "What is at " + answer.address() + " does not answer as a process of Penstock does.", e);
        }
    }
}
