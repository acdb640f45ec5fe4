/** @peculiar/x509 needs the metadata reflection API to be there before it is loaded: import this first. */
import 'reflect-metadata';
