package org.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

public final class Program {

    public static void main(String[] args) throws IOException {
        Path graph = Path.of(System.getenv("MODEL"), "onnx", "model_quantized.onnx");
        System.out.println(graph + " has " + Files.size(graph) + " bytes");
    }
}
