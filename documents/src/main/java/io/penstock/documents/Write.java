package io.penstock.documents;

import com.mongodb.client.model.WriteModel;
import java.util.concurrent.CompletableFuture;
import org.bson.BsonDocument;

/**
 * One write to one document.
 *
 * @param key the document's id
 * @param model what is done
 * @param bytes size of what is sent
 * @param account who pays
 * @param done completes when a majority of the servers has it
 */
record Write(Key key, WriteModel<BsonDocument> model, int bytes, Account account, CompletableFuture<Void> done) {}
