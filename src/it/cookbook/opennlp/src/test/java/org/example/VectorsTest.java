package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import opennlp.dl.vectors.SentenceVectorsDL;
import org.junit.jupiter.api.Test;

class VectorsTest {

    @Test
    void makesAVectorOfASentence() throws Exception {
        var model = new File(System.getProperty("minilm.path"), "onnx/model.onnx");
        var vocabulary = new File(System.getProperty("minilm.path"), "vocab.txt");
        var vectors = new SentenceVectorsDL(model, vocabulary);
        float[] vector = vectors.getVectors("a man is eating pasta");
        assertEquals(384, vector.length);
    }
}
