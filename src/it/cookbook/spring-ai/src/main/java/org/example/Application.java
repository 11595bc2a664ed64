package org.example;

import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class Application {

    @Bean
    Sentences sentences(EmbeddingModel model) {
        return (one, other) -> cosine(model.embed(one), model.embed(other));
    }

    interface Sentences {
        double similarity(String one, String other);
    }

    private static double cosine(float[] one, float[] other) {
        double product = 0;
        double squareOfOne = 0;
        double squareOfOther = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
            squareOfOne += one[i] * one[i];
            squareOfOther += other[i] * other[i];
        }
        return product / Math.sqrt(squareOfOne * squareOfOther);
    }
}
