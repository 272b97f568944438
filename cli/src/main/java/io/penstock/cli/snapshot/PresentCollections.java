package io.penstock.cli.snapshot;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import io.penstock.settings.CollectionPattern;
import io.penstock.settings.JobSettings;
import java.util.ArrayList;
import java.util.List;

/** The collections that jobs watch and that are there. */
public final class PresentCollections {
    private PresentCollections() {}

    /**
     * Their names, with their databases.
     *
     * @throws MongoException if MongoDB does not say
     */
    public static List<String> of(MongoClient mongodb, List<JobSettings> jobs) {
        List<CollectionPattern> patterns = jobs.stream()
                .flatMap(job -> job.selection().collections().stream())
                .map(CollectionPattern::of)
                .toList();
        List<String> names = new ArrayList<>();
        for (String database : mongodb.listDatabaseNames()) {
            // Who may list the databases may not, for that, look into all of them.
            if (patterns.stream().anyMatch(pattern -> pattern.reachesInto(database))) {
                for (String collection :
                        mongodb.getDatabase(database).listCollectionNames().authorizedCollections(true)) {
                    String name = database + "." + collection;
                    if (patterns.stream().anyMatch(pattern -> pattern.matches(name))) {
                        names.add(name);
                    }
                }
            }
        }
        return List.copyOf(names);
    }
}
