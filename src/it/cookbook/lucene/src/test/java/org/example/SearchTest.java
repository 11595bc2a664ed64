package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.huggingface.translator.TextEmbeddingTranslatorFactory;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;

class SearchTest {

    private static final List<String> SENTENCES =
            List.of("The cat sleeps on the sofa.", "Continuous integration is broken.", "Someone is having a meal.");

    @Test
    void findsTheSentenceThatMeansTheSame() throws Exception {
        Path model = Path.of(System.getProperty("minilm.path"));
        var criteria = Criteria.builder()
                .setTypes(String.class, float[].class)
                .optModelPath(model)
                .optModelName("onnx/model.onnx")
                .optEngine("OnnxRuntime")
                .optTranslatorFactory(new TextEmbeddingTranslatorFactory())
                .optArgument("includeTokenTypes", true)
                .build();
        try (var loaded = criteria.loadModel();
                var embedder = loaded.newPredictor();
                var index = new ByteBuffersDirectory()) {
            add(index, embedder);
            assertEquals("Someone is having a meal.", find("A man is eating pasta.", index, embedder));
            assertEquals("Continuous integration is broken.", find("The build failed.", index, embedder));
        }
    }

    private static void add(Directory index, Predictor<String, float[]> embedder) throws Exception {
        try (var writer = new IndexWriter(index, new IndexWriterConfig())) {
            for (String sentence : SENTENCES) {
                var document = new Document();
                document.add(new StoredField("sentence", sentence));
                document.add(new KnnFloatVectorField(
                        "vector", embedder.predict(sentence), VectorSimilarityFunction.DOT_PRODUCT));
                writer.addDocument(document);
            }
        }
    }

    private static String find(String question, Directory index, Predictor<String, float[]> embedder) throws Exception {
        try (var reader = DirectoryReader.open(index)) {
            var searcher = new IndexSearcher(reader);
            var query = new KnnFloatVectorQuery("vector", embedder.predict(question), 10);
            int best = searcher.search(query, 1).scoreDocs[0].doc;
            return searcher.storedFields().document(best).get("sentence");
        }
    }
}
