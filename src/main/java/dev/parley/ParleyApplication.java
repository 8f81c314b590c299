package dev.parley;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts one node of Parley. */
@SpringBootApplication
public class ParleyApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(ParleyApplication.class, arguments);
  }
}
