package io.penstock.processor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.documents.AccessOptions;
import io.penstock.documents.DocumentAccess;
import io.penstock.documents.DocumentForms;
import io.penstock.processor.document.DocumentId;
import io.penstock.processor.document.PlainJson;
import io.penstock.settings.DatabaseSettings;
import io.penstock.settings.OwnCollections;
import io.penstock.settings.Settings;

/** The database as the configuration says that handlers reach it. */
final class HandlersDatabase {
    private HandlersDatabase() {}

    private static final class Forms implements DocumentForms {
        @Override
        public String canonicalId(String idJson) {
            return DocumentId.text(idJson);
        }

        @Override
        public JsonNode plain(byte[] extendedJson) {
            return PlainJson.read(extendedJson);
        }
    }

    static DocumentAccess of(Settings settings, ObjectMapper json) {
        DatabaseSettings database = settings.connections().database();
        AccessOptions options = new AccessOptions(
                () -> MongodbClient.settings(settings, "penstock-handlers"),
                new AccessOptions.Batch(database.maxBatch(), database.linger()),
                new AccessOptions.Cache(database.cacheBytes(), database.timeToLive()),
                collection -> OwnCollections.refusal(collection, settings.jobs()));
        return new DocumentAccess(options, new Forms(), json);
    }
}
