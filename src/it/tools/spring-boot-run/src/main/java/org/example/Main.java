package org.example;

public final class Main {
    public static void main(String... args) {
        System.out.println("The model is at " + System.getProperty("encoder.path"));
    }
}
